import {fail} from '../failure.ts'

export interface TruncateOptions {
  readonly length: number
  readonly killsWords: boolean
  readonly end: string
  /** How much longer a text may be without being cut. */
  readonly leeway: number
}

/** Cuts a text that is too long, at a space unless words may be cut, and appends `end`. */
export function truncate(text: string, {length, killsWords, end, leeway}: TruncateOptions): string {
  const characters = [...text]
  if (length < end.length) return fail(`truncate needs a length of at least ${end.length}, got ${length}`)
  if (characters.length <= length + leeway) return text
  const kept = characters.slice(0, length - [...end].length).join('')
  if (killsWords) return kept + end
  const space = kept.lastIndexOf(' ')
  return (space === -1 ? kept : kept.slice(0, space)) + end
}
