import {join} from 'node:path'
import {oldArchivesEnvironment} from '../proxy/tunnel/old-archives.ts'
import {runEnvironment} from '../proxy/tunnel/run-environment.ts'
import type {Session} from '../session.ts'
import {parseEnvironmentFile} from '../site/environment-file.ts'
import type {Host} from '../site/site.ts'
import {endMasters} from './end-masters.ts'
import {requirePrograms} from './find-program.ts'
import type {PlayResult} from './play-results.ts'
import {playRoles} from './play-roles.ts'
import {makePrivateDirectory} from './private-directory.ts'

/** Variable of each host with what its tasks' commands see. */
const environmentVariable = 'hive_role_environment'

/**
 * Checks that what applies an Ansible role to hosts is there.
 * @throws HiveError ANSIBLE_FAILED that names the missing program.
 */
export function requireAnsible(role: string): Promise<void> {
  return requirePrograms('hosts', `${role} is an Ansible role`)
}

/**
 * Applies an Ansible role to hosts, as root and with facts, all in one run of ansible-playbook that logs in as plain ssh
 * does. A host whose task failed has the sentence in its result.
 * @throws HiveError ANSIBLE_FAILED when the play as a whole failed, and INTERRUPTED.
 */
export async function runOnHosts(
  session: Session,
  role: string,
  hosts: readonly Host[],
): Promise<ReadonlyMap<string, PlayResult>> {
  await using cleanup = new AsyncDisposableStack()
  const directory = await makePrivateDirectory(session.site.settings.temp_dir)
  cleanup.defer(() => directory.remove())
  const sockets = join(directory.path, 'ssh')
  cleanup.defer(() => endMasters(sockets))
  return await playRoles({
    session,
    play: {
      objects: hosts.map(({name}) => name),
      roles: [role],
      environment: `{{ ${environmentVariable} | default({}) }}`,
      onHosts: true,
    },
    variables: Object.fromEntries(await Promise.all(hosts.map(host => variablesOf(session, host)))),
    target: role,
    directory: directory.path,
    config: {ssh_connection: {control_path_dir: sockets}},
    checkMode: session.checkMode,
  })
}

/** The mother's proxy at its end on the host is open as long as hive's own connection. */
async function variablesOf(
  {site, hosts, signal}: Session,
  host: Host,
): Promise<readonly [string, Readonly<Record<string, unknown>>]> {
  const connection = await hosts.connect(host)
  const {stdout} = await connection.exec('cat /etc/environment 2>/dev/null || :', {signal})
  const end = connection.proxyPort === undefined ? undefined : `127.0.0.1:${connection.proxyPort}`
  const environment = {
    ...runEnvironment(site, parseEnvironmentFile(stdout), end),
    ...(await oldArchivesEnvironment(site, connection, {become: true})),
  }
  return [host.name, {[environmentVariable]: environment}]
}
