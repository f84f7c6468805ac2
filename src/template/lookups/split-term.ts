/** A term such as `path length=12 chars=digits`: what stands before the first option, and the options. */
export interface Term {
  readonly head: string
  readonly options: Readonly<Record<string, string>>
}

/** Splits a term at spaces outside quotes. */
export function splitTerm(text: string): Term {
  const words = text.match(/(?:[^\s"']|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|["'])+/g) ?? []
  const head: string[] = []
  const options: Record<string, string> = {}
  for (const word of words) {
    const match = /^(\w+)=(.*)$/s.exec(word)
    if (match) options[match[1] ?? ''] = unquote(match[2] ?? '')
    else head.push(word)
  }
  return {head: head.join(' '), options}
}

function unquote(text: string): string {
  return /^(['"]).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text
}
