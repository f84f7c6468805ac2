import {closest, distance} from 'fastest-levenshtein'

/** The known word a mistyped one was probably meant to be; undefined when none is near (a third of it may differ). */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  const candidate = closest(word, known)
  return distance(word, candidate) <= Math.max(1, Math.ceil(word.length / 3)) ? candidate : undefined
}
