import {HiveError, reasonOf} from '../error.ts'
import {sh} from '../shell/sh.ts'
import type {Connection} from '../transport/connection.ts'

/** The login user may not use the engine's socket: true until it logs in again after joining the group `docker`. */
export class EngineAccessDenied extends HiveError {}

/** The HTTP status an engine refused with; undefined when the error is something else. */
export function engineStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined
  return typeof error.statusCode === 'number' ? error.statusCode : undefined
}

/** Leaves an engine's answer as it is and turns a broken conversation into ENGINE_UNAVAILABLE. */
export function explainEngineFailure(host: string, error: Error): Error {
  if (error instanceof HiveError || engineStatus(error) !== undefined || error.name === 'AbortError') return error
  return new HiveError(
    'ENGINE_UNAVAILABLE',
    `The Docker engine of ${host} dropped the conversation: ${reasonOf(error)}. Its answer is unknown.`,
    {cause: error, suggestions: [`Look at "journalctl -u docker" on ${host}, then run the same command again.`]},
  )
}

/** Finds out why a host's engine socket could not be opened, by asking the host itself. */
export async function explainOpenFailure(connection: Connection, socket: string, error: unknown): Promise<Error> {
  try {
    const {stdout} = await connection.exec(probe(socket))
    return describe(connection.name, socket, stdout.trim(), error)
  } catch {
    // The host itself is out of reach, and the first error says so.
    return error instanceof Error ? error : new Error(String(error))
  }
}

function probe(socket: string): string {
  return sh`if ! test -S ${socket}; then echo missing; elif ! test -w ${socket}; then echo denied; else echo deaf; fi`
    .text
}

function describe(host: string, socket: string, finding: string, cause: unknown): HiveError {
  if (finding === 'denied') {
    return new EngineAccessDenied(
      'ENGINE_UNAVAILABLE',
      `The login user of ${host} may not use the Docker engine's socket ${socket}.`,
      {cause, suggestions: ['Run "hive setup-hosts": it puts the login user into the group docker.']},
    )
  }
  if (finding === 'missing') {
    return new HiveError('ENGINE_UNAVAILABLE', `No Docker engine runs on ${host}: there is no socket ${socket}.`, {
      cause,
      suggestions: ['Run "hive setup-hosts": it installs and starts the engine.'],
    })
  }
  return new HiveError(
    'ENGINE_UNAVAILABLE',
    `The Docker engine of ${host} does not answer on ${socket}: ${reasonOf(cause)}.`,
    {cause, suggestions: [`Start it with "systemctl start docker" on ${host}, then run the same command again.`]},
  )
}
