import {fail} from '../failure.ts'
import {assertionOf, characterOf, classOf, literal} from './escape.ts'
import type {RegexFlags} from './flags.ts'

/** Rewrites one Python pattern for JavaScript's `u` mode. */
export class Translator {
  readonly #source: string
  readonly #flags: RegexFlags
  #position = 0

  constructor(source: string, flags: RegexFlags) {
    this.#source = source
    this.#flags = flags
  }

  translate(): string {
    let result = ''
    while (this.#position < this.#source.length) result += this.#next()
    return result
  }

  #next(): string {
    const character = this.#take()
    if (character === '\\') return this.#escape()
    if (character === '[') return this.#class()
    if (character === '(') return this.#group()
    if (character === '.') return this.#flags.dotMatchesNewline ? '[\\s\\S]' : '[^\\n]'
    if (character === '^') return this.#flags.isMultiline ? '(?<=\\n|(?<![\\s\\S]))' : '(?<![\\s\\S])'
    if (character === '$') return this.#flags.isMultiline ? '(?=\\n|(?![\\s\\S]))' : '(?=\\n?(?![\\s\\S]))'
    if (character === '{') return this.#braces()
    if (/[*+?]/.test(character)) return this.#quantifier(character)
    if (/[)|]/.test(character)) return character
    if (this.#flags.isVerbose && /[\s#]/.test(character)) return this.#skipVerbose(character)
    return literal(character, false)
  }

  #take(): string {
    const character = String.fromCodePoint(this.#source.codePointAt(this.#position) ?? 0)
    this.#position += character.length
    return character
  }

  #rest(): string {
    return this.#source.slice(this.#position)
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    const match = pattern.exec(this.#rest()) ?? undefined
    if (match) this.#position += match[0].length
    return match
  }

  #escape(): string {
    const octal = /^(?:0[0-7]{0,2}|[0-3][0-7]{2})/.test(this.#rest())
    const reference = octal ? undefined : this.#match(/^[1-9]\d?/)
    if (reference) return `(?:\\${reference[0]})`
    const letter = this.#source[this.#position] ?? ''
    const known = assertionOf(letter) ?? classOf(letter, false)
    if (known !== undefined) {
      this.#position++
      return known
    }
    return this.#character(false)
  }

  #character(isInside: boolean): string {
    const {text, length} = characterOf(this.#rest(), isInside)
    this.#position += length
    return text
  }

  #class(): string {
    let result = this.#match(/^\^/) ? '[^' : '['
    if (this.#match(/^\]/)) result += '\\]'
    for (;;) {
      if (this.#position >= this.#source.length) return fail(`'[' is not closed in the pattern '${this.#source}'`)
      const character = this.#take()
      if (character === ']') return `${result}]`
      result += character === '\\' ? this.#classEscape() : this.#classLiteral(character)
    }
  }

  #classEscape(): string {
    const letter = this.#source[this.#position] ?? ''
    const known = classOf(letter, true)
    if (known === undefined) return this.#character(true)
    this.#position++
    return known
  }

  #classLiteral(character: string): string {
    if (character !== '-') return literal(character, true)
    const before = this.#source[this.#position - 2]
    const isEdge = this.#source[this.#position] === ']' || before === '[' || before === '^'
    return isEdge ? '\\-' : '-'
  }

  #group(): string {
    if (!this.#match(/^\?/)) return '('
    const name = this.#match(/^P<(\w+)>/)
    if (name) return `(?<${name[1]}>`
    const reference = this.#match(/^P=(\w+)\)/)
    if (reference) return `\\k<${reference[1]}>`
    if (this.#match(/^#[^)]*\)/)) return ''
    const plain = this.#match(/^(?::|=|!|<=|<!)/)
    if (plain) return `(?${plain[0]}`
    const scoped = this.#match(/^[ims]*(?:-[ims]+)?:/)
    return scoped
      ? `(?${scoped[0]}`
      : fail(`the group '(?${this.#rest()[0] ?? ''}' is not supported in regular expressions`)
  }

  #braces(): string {
    const match = this.#match(/^(\d*)(,?)(\d*)\}/)
    if (!match) return '\\{'
    const [whole, from = '', comma = '', to = ''] = match
    if (from === '' && to === '') return `\\{${comma}\\}`
    return this.#quantifier(from === '' ? `{0,${to}}` : `{${whole}`)
  }

  #quantifier(text: string): string {
    if (this.#match(/^\+/)) fail('possessive quantifiers are not supported in regular expressions')
    return this.#match(/^\?/) ? `${text}?` : text
  }

  #skipVerbose(character: string): string {
    if (character === '#') this.#match(/^[^\n]*/)
    return ''
  }
}
