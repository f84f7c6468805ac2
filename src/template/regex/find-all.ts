/**
 * Every match of a pattern with the flag `g`, one after the other. After an empty match Python tries the same place
 * again for one that is not empty; JavaScript's `matchAll` moves on.
 */
export function* findAll(text: string, pattern: RegExp): Generator<RegExpExecArray> {
  let position = 0
  let mustAdvance = false
  while (position <= text.length) {
    const current: RegExp = mustAdvance ? endingAfter(pattern, text.slice(0, position)) : pattern
    current.lastIndex = position
    const match: RegExpExecArray | null = current.exec(text)
    if (!match) return
    yield match
    position = match.index + match[0].length
    mustAdvance = match[0] === ''
  }
}

/** The pattern, but only for matches that end behind the given start of the text. */
function endingAfter({source, flags}: RegExp, start: string): RegExp {
  return new RegExp(`(?:${source})(?<=(?<![\\s\\S])[\\s\\S]{${[...start].length + 1},})`, flags)
}
