import {Errors} from '@oclif/core'
import {exitCodes} from './error.ts'
import {errorJson, errorText} from './reporter/error-text.ts'

/**
 * Ends the process once all that it wrote has been taken: what a pipe had no room for waits in the process, and would be
 * lost with it. Without a status, `process.exitCode` is it.
 */
export async function end(status?: number): Promise<never> {
  await Promise.all([process.stdout, process.stderr].map(taken))
  if (status !== undefined) process.exitCode = status
  // With an argument, also an undefined one, it would forget the status that a command has set.
  process.exit()
}

/** Tells why a command ended and ends the process with the matching exit status. */
export async function endWithError(error: unknown, argv: readonly string[]): Promise<never> {
  if (!(error instanceof Errors.ExitError)) {
    if (wantsJson(argv)) process.stdout.write(`${JSON.stringify(errorJson(error), null, 2)}\n`)
    else process.stderr.write(errorText(error, {debug: process.env.DEBUG !== undefined}))
  }
  return end(exitStatus(error))
}

/** A reader that is gone takes nothing more, which is no reason to wait. */
function taken(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise(resolve => stream.write('', () => resolve()))
}

function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return (end < 0 ? argv : argv.slice(0, end)).includes('--json')
}

function exitStatus(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('oclif' in error)) return exitCodes.failed
  const {oclif} = error
  return typeof oclif === 'object' && oclif !== null && 'exit' in oclif && typeof oclif.exit === 'number'
    ? oclif.exit
    : exitCodes.failed
}
