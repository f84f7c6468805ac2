import {controlCharacters} from '../control-characters.ts'
import {fail} from '../failure.ts'
import {findAll} from './find-all.ts'

/** Replaces every match, with `\1`, `\g<1>` and `\g<name>` in the replacement as Python's `re.sub` reads them. */
export function replaceMatches(text: string, pattern: RegExp, replacement: string): string {
  const parts = parseReplacement(replacement, emptyMatch(pattern))
  let result = ''
  let end = 0
  for (const match of findAll(text, pattern)) {
    result += text.slice(end, match.index) + parts.map(part => part(match)).join('')
    end = match.index + match[0].length
  }
  return result + text.slice(end)
}

/** The text of a group given by number or name; undefined when it took no part in the match. */
export function groupOf(match: RegExpMatchArray, name: string): string | undefined {
  if (/^\d+$/.test(name)) return Number(name) < match.length ? match[Number(name)] : fail(`there is no group ${name}`)
  if (match.groups && Object.hasOwn(match.groups, name)) return match.groups[name]
  return fail(`there is no group '${name}'`)
}

type Part = (match: RegExpMatchArray) => string

/** `example` is a match that tells which groups there are: a missing one is an error even where nothing matches. */
function parseReplacement(replacement: string, example: RegExpMatchArray): Part[] {
  const escapes = /\\(?:g<(\w+)>|(0[0-7]{0,2}|[0-3][0-7]{2})|([1-9]\d?)|([\s\S]))|[^\\]+/g
  return Array.from(replacement.matchAll(escapes), ([whole, name, octal, number, other]) => {
    const group = name ?? number
    if (group !== undefined) {
      groupOf(example, group)
      return match => groupOf(match, group) ?? ''
    }
    const text = octal === undefined ? unescaped(whole, other) : String.fromCharCode(Number.parseInt(octal, 8))
    return () => text
  })
}

function unescaped(whole: string, letter: string | undefined): string {
  if (letter === undefined) return whole
  const control = controlCharacters[letter]
  if (control !== undefined) return control
  return /[a-zA-Z]/.test(letter) ? fail(`bad escape '${whole}' in a replacement`) : whole
}

function emptyMatch({source, flags}: RegExp): RegExpMatchArray {
  return new RegExp(`${source}|`, flags.replace(/[gy]/, '')).exec('') ?? fail('the pattern cannot be used')
}
