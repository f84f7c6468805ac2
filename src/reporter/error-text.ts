import {HiveError, reasonOf} from '../error.ts'

/**
 * What a user reads when a command ends with an error: for mistakes and failures the designed sentence and what to do,
 * for anything else that this is a fault of hive. The stack is shown only with `debug`.
 */
export function errorText(error: unknown, {debug}: {readonly debug: boolean}): string {
  const lines = isExplained(error) ? explained(error) : fault(error)
  if (debug && error instanceof Error)
    lines.push('', error.stack ?? '', ...causes(error).map(cause => String(cause.stack)))
  return `${lines.join('\n')}\n`
}

/** The members of an error under `--json`. */
export function errorJson(error: unknown) {
  if (!(error instanceof HiveError)) {
    return {error: {code: isExplained(error) ? 'USAGE' : 'BUG', message: reasonOf(error), suggestions: []}}
  }
  return {error: {code: error.code, message: error.message, suggestions: error.suggestions}}
}

/** oclif's own complaints about a command line carry `parse`; like ours they are written for the user. */
function isExplained(error: unknown): error is Error {
  return error instanceof HiveError || (error instanceof Error && 'parse' in error)
}

function explained(error: Error): string[] {
  const reasons = causes(error)
    .map(cause => cause.message)
    .filter(reason => reason !== '' && !error.message.includes(reason))
  const suggestions = error instanceof HiveError ? error.suggestions : []
  return [
    `Error: ${error.message}`,
    ...reasons.map(reason => `Caused by: ${reason}`),
    ...suggestions.map(suggestion => `Try this: ${suggestion}`),
    ...(error instanceof HiveError ? [`Code: ${error.code}`] : []),
  ]
}

function fault(error: unknown): string[] {
  return [
    `Error: hive itself failed: ${reasonOf(error)}`,
    'This is a fault of hive, not of your site. Running the same command again is safe.',
    'Please report it as CONTRIBUTING.md says, with the output of the same command under DEBUG=hive.',
  ]
}

function causes(error: Error): Error[] {
  return error.cause instanceof Error ? [error.cause, ...causes(error.cause)] : []
}
