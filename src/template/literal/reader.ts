import {fail} from '../failure.ts'
import {unescapeText} from '../syntax/unescape.ts'
import {Bytes} from '../value/bytes.ts'
import {Dict} from '../value/dict.ts'
import {Members} from '../value/members.ts'
import {none} from '../value/none.ts'
import {Tuple} from '../value/tuple.ts'
import type {Value} from '../value/value.ts'

const constants: Readonly<Record<string, Value>> = {
  True: true,
  False: false,
  None: none,
  true: true,
  false: false,
  null: none,
}

const spaces = /(?:[\s]|\\\n|#[^\n]*)*/y
const float = /(?:\d+(?:_\d+)*)?\.\d+(?:_\d+)*(?:e[+-]?\d+)?|\d+(?:_\d+)*\.?e[+-]?\d+|\d+(?:_\d+)*\./iy
const integer = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy
const word = /[\p{ID_Start}_][\p{ID_Continue}]*/uy
const opening = /(rb|br|b|r|u)?("""|'''|"|')/iy

/** Reads one Python literal from a text. Throws `Failure` where it is none. */
export class LiteralReader {
  readonly #source: string
  #position = 0

  constructor(source: string) {
    this.#source = source
  }

  readAll(): Value {
    const value = this.#readValue()
    this.#skipSpaces()
    return this.#position === this.#source.length ? value : this.#fail()
  }

  #readValue(): Value {
    this.#skipSpaces()
    const character = this.#source[this.#position] ?? ''
    if (character === '[') return this.#readItems(']').items
    if (character === '(') return this.#readParentheses()
    if (character === '{') return this.#readBraces()
    if (character === '-' || character === '+') return this.#readSigned(character)
    return this.#readText() ?? this.#readNumber() ?? this.#readWord()
  }

  #readItems(closing: string): {items: Value[]; hasComma: boolean} {
    this.#position++
    const items: Value[] = []
    let hasComma = false
    while (!this.#skip(closing)) {
      items.push(this.#readValue())
      if (this.#skip(closing)) break
      this.#expect(',')
      hasComma = true
    }
    return {items, hasComma}
  }

  #readParentheses(): Value {
    const {items, hasComma} = this.#readItems(')')
    const [only] = items
    return only !== undefined && !hasComma ? only : new Tuple(items)
  }

  #readBraces(): Value {
    this.#position++
    if (this.#skip('}')) return new Dict()
    const first = this.#readValue()
    if (!this.#skip(':')) return this.#readSet(first)
    const dict = new Dict([[first, this.#readValue()]])
    while (!this.#closes()) {
      const key = this.#readValue()
      this.#expect(':')
      dict.set(key, this.#readValue())
    }
    return dict
  }

  #readSet(first: Value): Value {
    const members = [first]
    while (!this.#closes()) members.push(this.#readValue())
    return new Members(members)
  }

  /** Whether the braces end here; otherwise a comma and another member follow. */
  #closes(): boolean {
    if (this.#skip('}')) return true
    this.#expect(',')
    return this.#skip('}')
  }

  #readSigned(sign: string): Value {
    this.#position++
    const value = this.#readValue()
    if (typeof value !== 'bigint' && typeof value !== 'number') this.#fail()
    return sign === '-' ? -value : value
  }

  #readText(): Value | undefined {
    const parts: {body: string; isBytes: boolean}[] = []
    for (;;) {
      const match = this.#matchGroups(opening)
      if (!match) break
      parts.push(this.#readBody(match[1]?.toLowerCase() ?? '', match[2] ?? ''))
      this.#skipSpaces()
    }
    const [first] = parts
    if (!first) return undefined
    if (parts.some(part => part.isBytes !== first.isBytes)) this.#fail()
    const text = parts.map(part => part.body).join('')
    return first.isBytes ? new Bytes(Buffer.from(text, 'latin1')) : text
  }

  #readBody(prefix: string, quote: string): {body: string; isBytes: boolean} {
    const start = this.#position
    while (!this.#source.startsWith(quote, this.#position)) {
      const character = this.#source[this.#position]
      if (character === undefined || (character === '\n' && quote.length === 1)) this.#fail()
      this.#position += character === '\\' ? 2 : 1
    }
    const body = this.#source.slice(start, this.#position)
    this.#position += quote.length
    return {body: prefix.includes('r') ? body : unescapeText(body), isBytes: prefix.includes('b')}
  }

  #readNumber(): Value | undefined {
    const decimal = this.#matchGroups(float)
    if (decimal) return Number(decimal[0].replaceAll('_', ''))
    const whole = this.#matchGroups(integer)
    return whole ? BigInt(whole[0].replaceAll('_', '')) : undefined
  }

  #readWord(): Value {
    const match = this.#matchGroups(word)
    const name = match?.[0] ?? ''
    const value = Object.hasOwn(constants, name) ? constants[name] : undefined
    return value === undefined ? this.#fail() : value
  }

  #matchGroups(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#position
    const match = pattern.exec(this.#source) ?? undefined
    if (match) this.#position += match[0].length
    return match
  }

  #skip(text: string): boolean {
    this.#skipSpaces()
    if (!this.#source.startsWith(text, this.#position)) return false
    this.#position += text.length
    return true
  }

  #expect(text: string): void {
    if (!this.#skip(text)) this.#fail()
  }

  #skipSpaces(): void {
    spaces.lastIndex = this.#position
    this.#position += spaces.exec(this.#source)?.[0].length ?? 0
  }

  #fail(): never {
    return fail(`no literal at character ${this.#position + 1}`)
  }
}
