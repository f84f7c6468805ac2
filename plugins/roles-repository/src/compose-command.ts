import {command, type Facts, packages, type Resource, sh} from '@hive-ci/cli'

/** `docker compose` from packages; Amazon Linux has none, so there the project has to bring it (role addon). */
export function composeCommand({os}: Facts): readonly Resource[] {
  if (os !== 'amzn') return [packages([{debian: 'docker-compose', redhat: 'docker-compose-plugin'}])]
  const sentence =
    'Amazon Linux has no package of docker compose, and without it there are no containers of the repository host. ' +
    'Let a role "addon" put it into /usr/local/lib/docker/cli-plugins, or take another system for the repository host.'
  return [
    command('docker compose is there', {
      check: sh`docker compose version`,
      apply: sh`printf '%s\\n' ${sentence} >&2; false`,
    }),
  ]
}
