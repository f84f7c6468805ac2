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

function takeLine(chunks: string[], options: WrapOptions): string[] {
  const taken: string[] = []
  let length = 0
  for (let next = chunks.at(-1); next !== undefined && length + next.length <= options.width; next = chunks.at(-1)) {
    taken.push(next)
    length += next.length
    chunks.pop()
  }
  const word = chunks.at(-1)
  if (word !== undefined && word.length > options.width) {
    takeLongWord(word, {chunks, taken, room: options.width - length, options})
  }
  if (taken.at(-1)?.trim() === '') taken.pop()
  return taken
}

interface LongWord {
  readonly chunks: string[]
  readonly taken: string[]
  readonly room: number
  readonly options: WrapOptions
}

function takeLongWord(word: string, {chunks, taken, room, options}: LongWord): void {
  if (options.breaksLongWords) {
    const length = options.width < 1 ? 1 : breakAt(word, room, options.breaksOnHyphens)
    taken.push(word.slice(0, length))
    chunks.splice(-1, 1, word.slice(length))
  } else if (taken.length === 0) {
    taken.push(word)
    chunks.pop()
  }
}

/** Behind the last hyphen that fits where there is one, else where the line is full. */
function breakAt(word: string, room: number, breaksOnHyphens: boolean): number {
  const hyphen = breaksOnHyphens && word.length > room ? word.slice(0, room).lastIndexOf('-') : -1
  return hyphen > 0 && /[^-]/.test(word.slice(0, hyphen)) ? hyphen + 1 : room
}

const punctuation = `[\\p{L}\\p{N}_!"'&.,?]`
const letter = '[\\p{L}_]'

/** White space, a dash between words, or a word that ends at a hyphen, at white space or before a dash. */
const chunk = new RegExp(
  `[\\t-\\r ]+|(?<=${punctuation})-{2,}(?=[\\p{L}\\p{N}_])|[^\\t-\\r ]+?(?:` +
    `-(?:(?<=${letter}{2}-)|(?<=${letter}-${punctuation}-))(?=${letter}-?${letter})` +
    `|(?=[\\t-\\r ]|$)|(?<=${punctuation})(?=-{2,}[\\p{L}\\p{N}_]))`,
  'gu',
)

function chunksOf(line: string, breaksOnHyphens: boolean): string[] {
  return line.match(breaksOnHyphens ? chunk : /[\t-\r ]+|[^\t-\r ]+/g) ?? []
}
