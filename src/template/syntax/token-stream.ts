import {fail} from '../failure.ts'
import {describe, type Token, type TokenType} from './token.ts'

/** Tokens read one after the other, together with the names that the scope being parsed reads. */
export class TokenStream {
  readonly #tokens: readonly Token[]
  /** The names of the filters and tests met so far. */
  readonly filters = new Set<string>()
  readonly tests = new Set<string>()
  readonly #scopes: Set<string>[] = []
  #index = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get current(): Token {
    return this.at(0)
  }

  at(offset: number): Token {
    return this.#tokens[this.#index + offset] ?? {type: 'end', value: '', line: 0}
  }

  next(): Token {
    const token = this.current
    this.#index++
    return token
  }

  is(type: TokenType, value?: string): boolean {
    return this.current.type === type && (value === undefined || this.current.value === value)
  }

  isName(...names: readonly string[]): boolean {
    return this.current.type === 'name' && names.includes(this.current.value)
  }

  isOperator(...operators: readonly string[]): boolean {
    return this.current.type === 'operator' && operators.includes(this.current.value)
  }

  skip(type: TokenType, value: string): boolean {
    if (!this.is(type, value)) return false
    this.#index++
    return true
  }

  expect(type: TokenType, value?: string): Token {
    if (this.is(type, value)) return this.next()
    const expected = value === undefined && type === 'name' ? 'a name' : describe({type, value: value ?? '', line: 0})
    return this.fail(`expected ${expected}, got ${describe(this.current)}`)
  }

  fail(reason: string): never {
    return fail(`${reason} (line ${this.current.line || this.#lastLine()})`)
  }

  #lastLine(): number {
    return this.#tokens.at(-1)?.line ?? 1
  }

  /** Runs `parse` as a scope of its own and returns with its result the names read in it. */
  scoped<T>(parse: () => T): {result: T; reads: ReadonlySet<string>} {
    const reads = new Set<string>()
    this.#scopes.push(reads)
    const result = parse()
    this.#scopes.pop()
    return {result, reads}
  }

  reads(name: string): void {
    this.#scopes.at(-1)?.add(name)
  }
}
