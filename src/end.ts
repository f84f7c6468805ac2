import {Errors} from '@oclif/core'
import {exitCodes} from './error.ts'
import {errorJson, errorText} from './reporter/error-text.ts'

/** Tells why a command ended and ends the process with the matching exit status. */
export function endWithError(error: unknown, argv: readonly string[]): never {
  if (!(error instanceof Errors.ExitError)) {
    if (wantsJson(argv)) process.stdout.write(`${JSON.stringify(errorJson(error), null, 2)}\n`)
    else process.stderr.write(errorText(error, {debug: process.env.DEBUG !== undefined}))
  }
  process.exit(exitStatus(error))
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
