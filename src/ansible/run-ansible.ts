import {join} from 'node:path'
import {HiveError} from '../error.ts'
import type {Session} from '../session.ts'
import type {Connection} from '../transport/connection.ts'
import {serveEngine} from './engine-socket.ts'
import {requirePrograms} from './find-program.ts'
import type {PlayResult} from './play-results.ts'
import {playRoles, suggestionsFor} from './play-roles.ts'
import {makePrivateDirectory} from './private-directory.ts'

export interface AnsibleRequest {
  readonly session: Session
  /** To the host whose engine runs the container. */
  readonly connection: Connection
  /** Id or name of a running container. */
  readonly container: string
  /** Object of the inventory the play is for, an image or a service. */
  readonly object: {readonly name: string}
  /** For reports. */
  readonly service: string
  readonly roles: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly checkMode: boolean
}

/**
 * Applies Ansible roles inside a container with ansible-playbook.
 * @throws HiveError ANSIBLE_FAILED with the message of the task that failed, and INTERRUPTED.
 */
export async function runAnsible(request: AnsibleRequest): Promise<PlayResult> {
  const {session, connection, container, object, service, roles, environment, checkMode} = request
  await requirePrograms('containers', `${object.name} has Ansible roles`)
  await using cleanup = new AsyncDisposableStack()
  const directory = await makePrivateDirectory(session.site.settings.temp_dir)
  cleanup.defer(() => directory.remove())
  const engine = await serveEngine(connection, join(directory.path, 'docker.sock'))
  cleanup.defer(() => engine.close())
  const results = await playRoles({
    session,
    play: {objects: [object.name], roles, environment},
    variables: {[object.name]: {ansible_connection: 'community.docker.docker', ansible_host: container}},
    target: service,
    directory: directory.path,
    engineAddress: engine.address,
    checkMode,
  })
  const result = results.get(object.name) ?? {ok: 0, changed: 0, changedTasks: []}
  if (result.failure === undefined) return result
  throw new HiveError('ANSIBLE_FAILED', result.failure, {suggestions: suggestionsFor(result.failure)})
}
