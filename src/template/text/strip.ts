const space = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'

/** Characters Python counts as white space, for use inside `[…]` of a regular expression. */
export const whitespaceClass = space

/** `text.strip(characters)` at one or both ends; white space when no characters are given. */
export function strip(text: string, characters?: string, ends: 'both' | 'left' | 'right' = 'both'): string {
  const set = characters === undefined ? undefined : new Set(characters)
  const isStripped = (character: string) => (set ? set.has(character) : isSpace(character))
  const items = [...text]
  let start = 0
  let end = items.length
  if (ends !== 'right') while (start < end && isStripped(items[start] ?? '')) start++
  if (ends !== 'left') while (end > start && isStripped(items[end - 1] ?? '')) end--
  return items.slice(start, end).join('')
}

/** Whether one character is white space to Python. */
export function isSpace(character: string): boolean {
  return spacePattern.test(character)
}

const spacePattern = new RegExp(`^[${space}]$`, 'u')
