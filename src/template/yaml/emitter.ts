import {analyze, unprintable} from './analyze.ts'

/** A scalar with how it may be written: `plain` only where it reads back as what it is. */
export interface YamlScalar {
  readonly text: string
  readonly mayBePlain: boolean
}

/** Writes characters and folds long scalars the way libyaml does. */
export class Emitter {
  readonly #width: number
  #output = ''
  #column = 0
  #isAfterSpace = true
  #isIndented = true

  /** `width` is the column after which text is folded. */
  constructor(width: number) {
    this.#width = width
  }

  get output(): string {
    return this.#output
  }

  /** Whether nothing but marks of indention stands on the line. */
  get isIndented(): boolean {
    return this.#isIndented
  }

  get isBeyondWidth(): boolean {
    return this.#column > this.#width
  }

  /** Writes a mark such as `-` or `:`, after a space where one is needed. */
  indicator(mark: string, {needsSpace = false, isSpace = false, isIndention = false} = {}): void {
    if (needsSpace && !this.#isAfterSpace) this.#put(' ')
    this.#put(mark)
    this.#isAfterSpace = isSpace
    this.#isIndented = this.#isIndented && isIndention
  }

  newline(indent: number): void {
    const isThere = this.#isIndented && this.#column <= indent && (this.#column < indent || this.#isAfterSpace)
    if (!isThere) this.#break()
    while (this.#column < indent) this.#put(' ')
    this.#isAfterSpace = true
    this.#isIndented = true
  }

  scalar({text, mayBePlain}: YamlScalar, place: {indent: number; isFlow: boolean; isKey: boolean}): void {
    const analysis = analyze(text)
    const isPlain = place.isFlow ? analysis.isPlainInFlow : analysis.isPlainInBlock
    const isEmptyInside = text === '' && (place.isFlow || place.isKey)
    if (mayBePlain && isPlain && !isEmptyInside) this.#plain(text, place)
    else if (analysis.isSingleQuotable && !(place.isKey && analysis.isMultiline)) this.#single(text, place)
    else this.#double(text, place)
  }

  #plain(text: string, {indent, isKey}: {indent: number; isKey: boolean}): void {
    if (!this.#isAfterSpace && text !== '') this.#put(' ')
    this.#words(text, character => this.#put(character), isKey ? undefined : indent)
    this.#isAfterSpace = false
    this.#isIndented = false
  }

  #single(text: string, {indent, isKey}: {indent: number; isKey: boolean}): void {
    this.indicator("'", {needsSpace: true})
    let hasBroken = false
    const characters = [...text]
    for (const [index, character] of characters.entries()) {
      if (/[\n\u2028\u2029]/.test(character)) {
        if (!hasBroken && character === '\n') this.#break()
        this.#break(character)
        this.#isIndented = true
        hasBroken = true
        continue
      }
      if (hasBroken) this.newline(indent)
      hasBroken = false
      if (character === ' ' && this.#folds(characters, index, isKey)) this.newline(indent)
      else this.#put(character === "'" ? "''" : character)
      this.#isIndented = false
    }
    if (hasBroken) this.newline(indent)
    this.indicator("'")
  }

  #double(text: string, {indent, isKey}: {indent: number; isKey: boolean}): void {
    this.indicator('"', {needsSpace: true})
    const characters = [...text]
    let wasSpace = false
    for (const [index, character] of characters.entries()) {
      const isInside = index > 0 && index < characters.length - 1
      if (character === ' ' && !isKey && !wasSpace && this.isBeyondWidth && isInside) {
        this.newline(indent)
        if (characters[index + 1] === ' ') this.#put('\\')
      } else this.#put(escaped(character))
      wasSpace = character === ' '
    }
    this.indicator('"')
  }

  #words(text: string, put: (character: string) => void, indent: number | undefined): void {
    const characters = [...text]
    for (const [index, character] of characters.entries()) {
      const isSingleSpace = character === ' ' && characters[index - 1] !== ' ' && characters[index + 1] !== ' '
      if (indent !== undefined && isSingleSpace && this.isBeyondWidth) this.newline(indent)
      else put(character)
    }
  }

  #folds(characters: readonly string[], index: number, isKey: boolean): boolean {
    if (isKey || !this.isBeyondWidth || index === 0 || index === characters.length - 1) return false
    return characters[index - 1] !== ' ' && characters[index + 1] !== ' '
  }

  #put(text: string): void {
    this.#output += text
    this.#column += [...text].length
  }

  #break(character = '\n'): void {
    this.#output += character
    this.#column = 0
  }
}

const shortEscapes: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\u2028': 'L',
  '\u2029': 'P',
}

function escaped(character: string): string {
  const short = shortEscapes[character]
  if (short !== undefined) return `\\${short}`
  if (!unprintable.test(character)) return character
  const code = character.codePointAt(0) ?? 0
  const digits = code.toString(16).toUpperCase()
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`
}
