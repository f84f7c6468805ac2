import {fail} from '../failure.ts'
import {whitespaceClass} from '../text/strip.ts'

const digit = '\\p{Nd}'
const word = '\\p{L}\\p{N}_'

/** What `\d`, `\w` and `\s` stand for inside `[…]`. */
const classes: Readonly<Record<string, string>> = {d: digit, w: word, s: whitespaceClass}
const controls: Readonly<Record<string, string>> = {a: '\\x07', f: '\\f', n: '\\n', r: '\\r', t: '\\t', v: '\\v'}

/** An assertion such as `\b`; undefined for other escapes. */
export function assertionOf(letter: string): string | undefined {
  if (letter === 'A') return '(?<![\\s\\S])'
  if (letter === 'Z') return '(?![\\s\\S])'
  if (letter === 'b') return `(?:(?<=[${word}])(?![${word}])|(?<![${word}])(?=[${word}]))`
  return letter === 'B' ? `(?:(?<=[${word}])(?=[${word}])|(?<![${word}])(?![${word}]))` : undefined
}

/** A class of characters such as `\d`, inside `[…]` or alone; undefined for other escapes. */
export function classOf(letter: string, isInside: boolean): string | undefined {
  const content = classes[letter.toLowerCase()]
  if (content === undefined) return undefined
  if (letter === letter.toLowerCase()) return isInside ? content : `[${content}]`
  if (!isInside) return `[^${content}]`
  if (letter === 'S') return '\\S'
  return letter === 'D' ? '\\P{Nd}' : fail("'\\W' inside '[…]' is not supported in regular expressions")
}

/** An escape that stands for one character; `rest` is the pattern after the backslash. */
export function characterOf(rest: string, isInside: boolean): {text: string; length: number} {
  const hex = /^(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/.exec(rest)
  const code = hex?.[1] ?? hex?.[2] ?? hex?.[3]
  if (hex && code !== undefined) return {text: `\\u{${code}}`, length: hex[0].length}
  const octal = (isInside ? /^[0-7]{1,3}/ : /^(?:0[0-7]{0,2}|[0-3][0-7]{2})/).exec(rest)
  if (octal) return {text: `\\u{${Number.parseInt(octal[0], 8).toString(16)}}`, length: octal[0].length}
  const [character = ''] = rest
  if (isInside && character === 'b') return {text: '\\x08', length: 1}
  const control = controls[character]
  if (control !== undefined) return {text: control, length: 1}
  if (/[a-zA-Z]/.test(character) || character === '') fail(`bad escape '\\${character}' in a regular expression`)
  return {text: literal(character, isInside), length: character.length}
}

/** A character that stands for itself. */
export function literal(character: string, isInside: boolean): string {
  const special = isInside ? /[\^$\\.*+?()[\]{}|/-]/ : /[\^$\\.*+?()[\]{}|/]/
  return special.test(character) ? `\\${character}` : character
}
