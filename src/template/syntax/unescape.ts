import {controlCharacters} from '../control-characters.ts'
import {fail} from '../failure.ts'

const simple: Readonly<Record<string, string>> = {...controlCharacters, '\n': '', "'": "'", '"': '"'}

/** Replaces Python's backslash escapes in the body of a text literal; unknown ones stay as they are. */
export function unescapeText(body: string): string {
  if (!body.includes('\\')) return body
  return body.replace(
    /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g,
    (whole, octal?: string, byte?: string, short?: string, long?: string, other = '') => {
      const hex = byte ?? short ?? long
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8))
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
      if (/[xuUN]/.test(other)) return fail(`'${whole}' is not a complete escape sequence`)
      return simple[other] ?? whole
    },
  )
}
