import {mkdtemp} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import type {DockerMode} from './docker-mode.ts'
import type {LastingMachines} from './lasting-machines.ts'
import type {CiProject} from './project.ts'

/**
 * `hive` in a clone of the project, with the key of the contexts, under the path jobs have it at: hosts that are containers
 * belong to a directory. `notes` prints those of the merge request, `on_host` runs a command on the stage's one host.
 */
const functions = `
workplace() {
  docker run --rm --network "$NETWORK" --user 0 --volume "$CLONE:/builds/group/shop" --workdir /builds/group/shop \
    --env DOCKER_HOST="$HOSTS" --env CI_API_V4_URL --env CI_PROJECT_ID --env HIVE_GITLAB_TOKEN --env HIVE_CONTEXT_KEY \
    --env HIVE_CONTEXT_STORE=gitlab: hive-runner:0.1.0 "$@"
}
hive() { workplace hive "$@"; }
notes() {
  workplace sh -c 'curl --silent --header "PRIVATE-TOKEN: $HIVE_GITLAB_TOKEN" \
    "$CI_API_V4_URL/projects/7/merge_requests/7/notes" | jq --raw-output ".[].body"'
}
on_host() { docker exec "$ENGINE" docker exec "$(docker exec "$ENGINE" docker ps --quiet)" "$@"; }
git clone --quiet "$PROJECT" "$CLONE"
`

/** Runs what a person does before or after a pipeline; the output when it fails. */
export async function byHand(
  program: string | undefined,
  place: {readonly mode: DockerMode; readonly machines: LastingMachines | undefined; readonly project: CiProject},
): Promise<string | undefined> {
  if (program === undefined) return undefined
  const {mode, machines, project} = place
  const CLONE = join(await mkdtemp(join(tmpdir(), 'hive-person-')), 'shop')
  const {DOCKER_HOST: HOSTS = '', ...variables} = machines?.variables ?? {}
  const env = {
    ...variables,
    HOSTS,
    CLONE,
    NETWORK: mode.network,
    ENGINE: machines?.engine,
    PROJECT: project.directory,
    PROXY_LOG: mode.proxy.log,
  }
  const {failed, all} = await execa('bash', ['-eux', '-o', 'pipefail', '-c', functions + program], {
    env,
    all: true,
    reject: false,
  })
  return failed ? all : undefined
}
