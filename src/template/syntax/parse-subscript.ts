import type {Expression} from './node.ts'
import type {TokenStream} from './token-stream.ts'

/** Parses what follows `of` when that is `.name`, `.0`, `[key]` or `[start:stop:step]`. */
export function parseSubscript(stream: TokenStream, of: Expression, parse: () => Expression): Expression {
  if (stream.next().value === '.') return parseMember(stream, of)
  const keys: Expression[] = []
  while (!stream.isOperator(']')) {
    if (keys.length > 0) stream.expect('operator', ',')
    keys.push(parseKey(stream, parse))
  }
  stream.expect('operator', ']')
  const [only] = keys
  return {type: 'item', of, key: only !== undefined && keys.length === 1 ? only : {type: 'tuple', items: keys}}
}

function parseMember(stream: TokenStream, of: Expression): Expression {
  const token = stream.next()
  if (token.type === 'name') return {type: 'attribute', of, name: token.value}
  if (token.type !== 'integer') return stream.fail('expected a name or a number after the dot')
  return {type: 'item', of, key: {type: 'constant', value: BigInt(token.value.replaceAll('_', ''))}}
}

function parseKey(stream: TokenStream, parse: () => Expression): Expression {
  const start = stream.isOperator(':') ? undefined : parse()
  if (!stream.skip('operator', ':')) return start ?? stream.fail('expected an index')
  const stop = isEmptyBound(stream) ? undefined : parse()
  const step = stream.skip('operator', ':') && !isEmptyBound(stream) ? parse() : undefined
  return {type: 'slice', ...(start && {start}), ...(stop && {stop}), ...(step && {step})}
}

function isEmptyBound(stream: TokenStream): boolean {
  return stream.isOperator(':', ']', ',')
}
