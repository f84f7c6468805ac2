import {readFile} from 'node:fs/promises'
import {execa} from 'execa'
import {HiveError} from '../error.ts'
import {withoutOwnSecrets} from '../shell/own-secrets.ts'
import {endGroup} from '../transport/process-group.ts'
import {exportedEnvironment} from '../variables/exported.ts'
import {eventsVariable} from './event-callback.ts'
import {parseEvents} from './events.ts'
import type {PlayRequest} from './play-request.ts'
import {type PlayResult, playResults} from './play-results.ts'
import {type AnsibleFiles, writeFiles} from './write-files.ts'

/**
 * Applies Ansible roles to objects of the inventory with one run of ansible-playbook. Its output is reported line by line.
 * A task that fails is a result of its object.
 * @throws HiveError ANSIBLE_FAILED when the play as a whole failed, and INTERRUPTED.
 */
export async function playRoles(request: PlayRequest): Promise<ReadonlyMap<string, PlayResult>> {
  const {play, target} = request
  const files = await writeFiles(request)
  const {code, lastLines} = await run(request, files)
  const results = playResults(play.objects, parseEvents(await readFile(files.events, 'utf8')))
  if (code === 0 || [...results.values()].some(({failure}) => failure !== undefined)) return results
  const text = lastLines.join('\n')
  throw new HiveError('ANSIBLE_FAILED', `ansible-playbook failed for ${target}: ${text || 'it said nothing.'}`, {
    suggestions: suggestionsFor(text),
  })
}

/** What helps against failures whose words are Ansible's own. */
export function suggestionsFor(text: string): readonly string[] {
  return text.includes('community.docker')
    ? ['Install the collection with "ansible-galaxy collection install community.docker".']
    : []
}

async function run(
  {session, target, checkMode, engineAddress}: PlayRequest,
  files: AnsibleFiles,
): Promise<{code: number | undefined; lastLines: readonly string[]}> {
  const {site, signal} = session
  const child = execa('ansible-playbook', playArguments(files, checkMode, site.settings.verbose === true), {
    cwd: site.rootDirectory,
    env: {
      ...withoutOwnSecrets(process.env),
      ...plain(exportedEnvironment(site.settings)),
      ANSIBLE_CONFIG: files.config,
      ...(engineAddress !== undefined && {DOCKER_HOST: engineAddress}),
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
    session.report({type: 'output', target, line})
  }
  const {exitCode} = await child
  if (signal.aborted) throw new HiveError('INTERRUPTED', `Roles of ${target} were interrupted.`)
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
