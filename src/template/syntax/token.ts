export type TokenType = 'data' | 'open-output' | 'close-output' | 'open-block' | 'close-block' | LeafType | 'end'
export type LeafType = 'name' | 'text' | 'integer' | 'float' | 'operator'

/** A piece of a template. `value` of a text is its content, of a number its digits. */
export interface Token {
  readonly type: TokenType
  readonly value: string
  /** Counted from 1. */
  readonly line: number
}

/** How a token is called in an error message. */
export function describe(token: Token): string {
  if (token.type === 'end') return 'the end of the template'
  if (token.type === 'close-output') return "'}}'"
  if (token.type === 'close-block') return "'%}'"
  if (token.type === 'open-block') return "'{%'"
  if (token.type === 'open-output') return "'{{'"
  return token.type === 'data' ? 'text' : `'${token.value}'`
}
