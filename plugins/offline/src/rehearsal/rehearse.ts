import {createInterface} from 'node:readline'
import {reasonOf} from '@hive-ci/cli'
import {execa} from 'execa'
import type {Room} from './room.ts'

/** How a rehearsal went. */
export interface Rehearsal {
  readonly succeeded: boolean
  /** When each phase began, milliseconds since 1970. */
  readonly phases: readonly {readonly name: string; readonly time: number}[]
  /** What hive said at its end, when it failed. */
  readonly lastWords: readonly string[]
}

/** What is rehearsed. */
export interface RehearsalRequest {
  /** The hive that runs, and what it is to do: `hive all`. */
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
}

interface RunRequest extends RehearsalRequest {
  readonly directory: string
  readonly signal: AbortSignal
  readonly onPhase: (name: string) => void
}

const phasePattern = /^(?:build|setup|deploy|initialize)-[a-z]+$/
const kept = 12

/** Runs hive with the room's network as the only one, and the room's engine as the machine's. */
export async function rehearse({pid, engine}: Room, request: RunRequest): Promise<Rehearsal> {
  const {command, directory, environment, signal, onPhase} = request
  const run = execa('nsenter', [`--net=/proc/${pid}/ns/net`, ...command], {
    cwd: directory,
    env: {...withoutWays(environment), DOCKER_HOST: engine},
    extendEnv: false,
    all: true,
    buffer: false,
    reject: false,
    stdin: 'ignore',
    cancelSignal: signal,
  })
  const phases: {name: string; time: number}[] = []
  const lastWords: string[] = []
  for await (const line of createInterface({input: run.all})) {
    if (phasePattern.test(line)) {
      phases.push({name: line, time: Date.now()})
      onPhase(line)
    }
    if (line.trim() !== '') lastWords.push(line)
    if (lastWords.length > kept) lastWords.shift()
  }
  const {failed, exitCode, originalMessage} = await run
  signal.throwIfAborted()
  if (exitCode === undefined && failed) lastWords.push(reasonOf(originalMessage))
  return {succeeded: !failed, phases, lastWords: failed ? lastWords : []}
}

/** Proxies and engines of this machine are out of reach in the room. */
function withoutWays(environment: RehearsalRequest['environment']): Record<string, string> {
  const entries = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined || /^DOCKER_|_proxy$/i.test(name) ? [] : [[name, value] as const],
  )
  return Object.fromEntries(entries)
}
