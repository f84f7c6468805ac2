import {fail} from '../failure.ts'

const controls: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}

/** Replaces every match, with `\1`, `\g<1>` and `\g<name>` in the replacement as Python's `re.sub` reads them. */
export function replaceMatches(text: string, pattern: RegExp, replacement: string): string {
  let result = ''
  let end = 0
  for (const match of text.matchAll(pattern)) {
    result += text.slice(end, match.index) + expand(replacement, match)
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

function expand(replacement: string, match: RegExpMatchArray): string {
  const escapes = /\\(?:g<(\w+)>|(0[0-7]{0,2}|[0-3][0-7]{2})|([1-9]\d?)|([\s\S]))/g
  return replacement.replace(escapes, (whole, name?: string, octal?: string, number?: string, other = '') => {
    const group = name ?? number
    if (group !== undefined) return groupOf(match, group) ?? ''
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
    const control = controls[other]
    if (control !== undefined) return control
    return /[a-zA-Z]/.test(other) ? fail(`bad escape '${whole}' in a replacement`) : whole
  })
}
