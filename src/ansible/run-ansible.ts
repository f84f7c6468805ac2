import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {execa} from 'execa'
import {HiveError} from '../error.ts'
import type {Session} from '../session.ts'
import type {Connection} from '../transport/connection.ts'
import {endGroup} from '../transport/process-group.ts'
import {exportedEnvironment} from '../variables/exported.ts'
import {serveEngine} from './engine-socket.ts'
import {eventsVariable} from './event-callback.ts'
import {type AnsibleEvent, parseEvents} from './events.ts'
import {requirePrograms} from './find-program.ts'
import {makePrivateDirectory} from './private-directory.ts'
import {type AnsibleFiles, writeFiles} from './write-files.ts'

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

/** Tasks that found everything right, and tasks that changed something or would. */
export interface AnsibleTotals {
  readonly ok: number
  readonly changed: number
}

/**
 * Applies Ansible roles inside a container with ansible-playbook. Its output is reported line by line.
 * @throws HiveError ANSIBLE_FAILED with the message of the task that failed, and INTERRUPTED.
 */
export async function runAnsible(request: AnsibleRequest): Promise<AnsibleTotals> {
  const {session, connection, container, object, roles, environment} = request
  await requirePrograms(process.env.PATH ?? '', object.name)
  await using cleanup = new AsyncDisposableStack()
  const directory = await makePrivateDirectory(session.site.settings.temp_dir)
  cleanup.defer(() => directory.remove())
  const files = await writeFiles(directory.path, session, {object: object.name, roles, environment}, container)
  const engine = await serveEngine(connection, join(directory.path, 'docker.sock'))
  cleanup.defer(() => engine.close())
  const {code, lastLines} = await play(request, files, engine.address)
  const events = parseEvents(await readFile(files.events, 'utf8'))
  if (code !== 0) throw failure(object.name, events, lastLines)
  return totalsOf(events, object.name)
}

async function play(
  {session, service, checkMode}: AnsibleRequest,
  files: AnsibleFiles,
  engineAddress: string,
): Promise<{code: number | undefined; lastLines: readonly string[]}> {
  const {site, signal} = session
  const child = execa('ansible-playbook', playArguments(files, checkMode, site.settings.verbose === true), {
    cwd: site.rootDirectory,
    env: {
      ...plain(exportedEnvironment(site.settings)),
      ANSIBLE_CONFIG: files.config,
      DOCKER_HOST: engineAddress,
      DOCKER_CONTEXT: undefined,
      DOCKER_TLS_VERIFY: undefined,
      [eventsVariable]: files.events,
      // Ansible refuses to start in a locale that is not UTF-8.
      LC_ALL: 'C.UTF-8',
    },
    all: true,
    buffer: false,
    reject: false,
    stdin: 'ignore',
    // A group of its own, because workers and clients that ansible-playbook started do not end with it.
    detached: true,
    cleanup: true,
  })
  signal.addEventListener('abort', () => endGroup(child.pid), {once: true})
  const lastLines: string[] = []
  for await (const line of child.iterable({from: 'all'})) {
    if (line.trim() !== '') lastLines.push(line)
    if (lastLines.length > 20) lastLines.shift()
    session.report({type: 'output', target: service, line})
  }
  const {exitCode} = await child
  if (signal.aborted) throw new HiveError('INTERRUPTED', `Roles of ${service} were interrupted.`)
  return {code: exitCode, lastLines}
}

function playArguments(files: AnsibleFiles, checkMode: boolean, isVerbose: boolean): readonly string[] {
  return [
    ...['--inventory', files.inventory, '--extra-vars', `@${files.variables}`],
    ...(checkMode ? ['--check', '--diff'] : []),
    ...(isVerbose ? ['-vvv'] : []),
    files.playbook,
  ]
}

/** The variables that are no secrets: those are of providers, which have no part in this. */
function plain(environment: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(environment).filter(([, value]) => typeof value !== 'object')
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
}

function failure(object: string, events: readonly AnsibleEvent[], lastLines: readonly string[]): HiveError {
  const failed = events.find(event => event.type === 'failed')
  const text = lastLines.join('\n')
  const suggestions = text.includes('community.docker')
    ? ['Install the collection with "ansible-galaxy collection install community.docker".']
    : []
  if (failed === undefined) {
    return new HiveError('ANSIBLE_FAILED', `ansible-playbook failed for ${object}: ${text || 'it said nothing.'}`, {
      suggestions,
    })
  }
  const where = failed.path === '' ? '' : ` (${failed.path})`
  return new HiveError(
    'ANSIBLE_FAILED',
    `Task "${failed.task}"${where} failed for ${object}: ${failed.message || 'it gave no reason.'}`,
    {suggestions},
  )
}

function totalsOf(events: readonly AnsibleEvent[], object: string): AnsibleTotals {
  const recap = events.find(event => event.type === 'recap')
  const {ok = 0, changed = 0} = recap?.hosts[object] ?? {}
  return {ok: Math.max(0, ok - changed), changed}
}
