import {splitLines} from './split.ts'

export interface WrapOptions {
  readonly width: number
  readonly breaksLongWords: boolean
  readonly breaksOnHyphens: boolean
  readonly separator: string
}

/** Wraps every line of a text on its own, as Python's `textwrap.wrap` does. */
export function wordWrap(text: string, options: WrapOptions): string {
  const wrapped = splitLines(text).map(line => wrapLine(line, options).join(options.separator))
  return wrapped.join(options.separator)
}

function wrapLine(line: string, options: WrapOptions): string[] {
  const chunks = chunksOf(line, options.breaksOnHyphens).reverse()
  const lines: string[] = []
  while (chunks.length > 0) {
    if (lines.length > 0 && chunks.at(-1)?.trim() === '') chunks.pop()
    const taken = takeLine(chunks, options)
    if (taken.length > 0) lines.push(taken.join(''))
  }
  return lines
}

function takeLine(chunks: string[], {width, breaksLongWords}: WrapOptions): string[] {
  const taken: string[] = []
  let length = 0
  for (let chunk = chunks.at(-1); chunk !== undefined && length + chunk.length <= width; chunk = chunks.at(-1)) {
    taken.push(chunk)
    length += chunk.length
    chunks.pop()
  }
  const next = chunks.at(-1)
  if (next !== undefined && next.length > width)
    takeLongWord(next, {chunks, taken, room: width - length, breaksLongWords})
  if (taken.at(-1)?.trim() === '') taken.pop()
  return taken
}

interface LongWord {
  readonly chunks: string[]
  readonly taken: string[]
  readonly room: number
  readonly breaksLongWords: boolean
}

function takeLongWord(word: string, {chunks, taken, room, breaksLongWords}: LongWord): void {
  if (breaksLongWords) {
    const length = Math.max(1, room)
    taken.push(word.slice(0, length))
    chunks.splice(-1, 1, word.slice(length))
  } else if (taken.length === 0) {
    taken.push(word)
    chunks.pop()
  }
}

function chunksOf(line: string, breaksOnHyphens: boolean): string[] {
  const words = line.split(/([\t\n\v\f\r ]+)/).filter(chunk => chunk !== '')
  if (!breaksOnHyphens) return words
  return words.flatMap(word =>
    word.split(/(?<=[\p{L}\d_!"'&.,?]-)(?=[\p{L}_]{2}|[\p{L}_]-)|(?<=[\p{L}_]{2}-)(?=[\p{L}_]-?[\p{L}_])/u),
  )
}
