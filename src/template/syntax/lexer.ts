import {fail} from '../failure.ts'
import type {LeafType, Token, TokenType} from './token.ts'
import {unescapeText} from './unescape.ts'

export interface LexerOptions {
  /** Backslashes in texts between `{{` and `}}` stand for themselves, as they do in YAML values (not in files). */
  readonly literalBackslashes: boolean
}

/** Splits a template into tokens, following Jinja2 with `trim_blocks` and without a trailing newline. */
export function tokenize(source: string, options: LexerOptions): Token[] {
  const reader = new Reader(source.replace(/\r\n|\r/g, '\n').replace(/\n$/, ''), options)
  while (!reader.atEnd) reader.readData()
  return reader.finish()
}

const closings: Readonly<Record<string, string>> = {'{': '}', '(': ')', '[': ']'}

/** In the order in which they are tried; texts come last because there are two ways to read them. */
const leafPatterns: readonly (readonly [LeafType, RegExp])[] = [
  ['float', /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy],
  ['integer', /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy],
  ['name', /[\p{ID_Start}_][\p{ID_Continue}]*/uy],
  ['operator', /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y],
]
const text = /'[^'\\]*(?:\\[\s\S][^'\\]*)*'|"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y
const literalText = /'[^']*'|"[^"]*"/y

class Reader {
  readonly #source: string
  readonly #options: LexerOptions
  readonly #tokens: Token[] = []
  #position = 0
  #line = 1

  constructor(source: string, options: LexerOptions) {
    this.#source = source
    this.#options = options
  }

  get atEnd(): boolean {
    return this.#position >= this.#source.length
  }

  finish(): Token[] {
    this.#add('end', '')
    return this.#tokens
  }

  /** Reads the text up to the next tag and that tag. */
  readData(): void {
    const start = this.#nextTag()
    const data = this.#source.slice(this.#position, start)
    const tag = this.#source.slice(start, start + 2)
    const strips = this.#source[start + 2] === '-'
    this.#addData(strips && tag !== '' ? data.trimEnd() : data)
    this.#advance(data.length)
    if (tag === '') return
    if (tag === '{%' && this.#readRaw()) return
    this.#advance(/[-+]/.test(this.#source[start + 2] ?? '') ? 3 : 2)
    if (tag === '{#') this.#skipComment()
    else this.#readTag(tag === '{{')
  }

  #nextTag(): number {
    let position = this.#source.indexOf('{', this.#position)
    while (position !== -1 && !/[{%#]/.test(this.#source[position + 1] ?? '')) {
      position = this.#source.indexOf('{', position + 1)
    }
    return position === -1 ? this.#source.length : position
  }

  #readRaw(): boolean {
    const opening = this.#match(/\{%[-+]?\s*raw\s*(?:-%\}\s*|%\})/y)
    if (opening === undefined) return false
    this.#advance(opening.length)
    const closing = /\{%([-+]?)\s*endraw\s*(?:\+%\}|-%\}\s*|%\}\n?)/g
    closing.lastIndex = this.#position
    const match = closing.exec(this.#source) ?? this.#fail('{% raw %} is not closed by {% endraw %}')
    const data = this.#source.slice(this.#position, match.index)
    this.#addData(match[1] === '-' ? data.trimEnd() : data)
    this.#advance(data.length + match[0].length)
    return true
  }

  #skipComment(): void {
    const closing = /[\s\S]*?(?:\+#\}|-#\}\s*|#\}\n?)/y
    this.#advance((this.#match(closing) ?? this.#fail("'{#' is not closed by '#}'")).length)
  }

  #readTag(isOutput: boolean): void {
    this.#add(isOutput ? 'open-output' : 'open-block', '')
    const closing = isOutput ? /-\}\}\s*|\}\}/y : /\+%\}|-%\}\s*|%\}\n?/y
    const open: string[] = []
    for (;;) {
      const end = open.length === 0 ? this.#match(closing) : undefined
      if (end !== undefined) {
        this.#add(isOutput ? 'close-output' : 'close-block', '')
        this.#advance(end.length)
        return
      }
      this.#advance((this.#match(/\s+/y) ?? '').length)
      if (this.atEnd) this.#fail(isOutput ? "'{{' is not closed by '}}'" : "'{%' is not closed by '%}'")
      if (open.length > 0 || this.#match(closing) === undefined) this.#readLeaf(isOutput, open)
    }
  }

  #readLeaf(isOutput: boolean, open: string[]): void {
    const leaf = this.#matchLeaf(isOutput) ?? this.#fail(`unexpected character '${this.#character()}'`)
    if (leaf.type === 'operator') balance(leaf.text, open)
    this.#add(leaf.type, this.#contentOf(leaf, isOutput))
    this.#advance(leaf.text.length)
  }

  #contentOf(leaf: Leaf, isOutput: boolean): string {
    if (leaf.type !== 'text') return leaf.text
    const body = leaf.text.slice(1, -1)
    return isOutput && this.#options.literalBackslashes ? body : unescapeText(body)
  }

  #matchLeaf(isOutput: boolean): Leaf | undefined {
    for (const [type, pattern] of leafPatterns) {
      const found = this.#match(pattern)
      if (found !== undefined) return {type, text: found}
    }
    const found = this.#match(isOutput && this.#options.literalBackslashes ? literalText : text)
    return found === undefined ? undefined : {type: 'text', text: found}
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position
    return pattern.exec(this.#source)?.[0]
  }

  #character(): string {
    return String.fromCodePoint(this.#source.codePointAt(this.#position) ?? 0)
  }

  #addData(data: string): void {
    if (data !== '') this.#add('data', data)
  }

  #add(type: TokenType, value: string): void {
    this.#tokens.push({type, value, line: this.#line})
  }

  #advance(length: number): void {
    const end = this.#position + length
    for (let index = this.#source.indexOf('\n', this.#position); index !== -1 && index < end; ) {
      this.#line++
      index = this.#source.indexOf('\n', index + 1)
    }
    this.#position = end
  }

  #fail(reason: string): never {
    return fail(`${reason} (line ${this.#line})`)
  }
}

interface Leaf {
  readonly type: LeafType
  readonly text: string
}

function balance(operator: string, open: string[]): void {
  const closing = closings[operator]
  if (closing !== undefined) open.push(closing)
  if (operator !== '}' && operator !== ')' && operator !== ']') return
  const expected = open.pop()
  if (expected === undefined) fail(`unexpected '${operator}'`)
  if (expected !== operator) fail(`unexpected '${operator}', expected '${expected}'`)
}
