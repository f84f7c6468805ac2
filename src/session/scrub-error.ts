import {HiveError} from '../error.ts'

/** The same failure without the secrets its sentences quote, for example from what a program said. */
export function scrubError(error: unknown, scrub: (text: string) => string): unknown {
  if (!(error instanceof HiveError)) return error
  const message = scrub(error.message)
  const suggestions = error.suggestions.map(scrub)
  const isClean = message === error.message && suggestions.every((text, index) => text === error.suggestions[index])
  // The cause tells the same with the same words, so it is left out as well.
  return isClean ? error : new HiveError(error.code, message, {suggestions})
}
