import type {Expression, Target} from './node.ts'
import {parsePrimary, parseTuple} from './parse-expression.ts'
import type {TokenStream} from './token-stream.ts'

/** Parses what an assignment writes to: a name, names separated by commas, or `namespace.name` where allowed. */
export function parseTarget(stream: TokenStream, endNames: readonly string[] = [], mayBeMember = false): Target {
  if (mayBeMember && isMember(stream)) return parseMember(stream)
  return targetOf(stream, stream.scoped(() => parseTuple(stream, {parse: parsePrimary, endNames})).result)
}

/** Parses a single name. */
export function parseTargetName(stream: TokenStream): string {
  return stream.expect('name').value
}

function isMember(stream: TokenStream): boolean {
  const following = stream.at(1)
  return stream.is('name') && following.type === 'operator' && following.value === '.'
}

function parseMember(stream: TokenStream): Target {
  const namespace = stream.expect('name').value
  stream.reads(namespace)
  stream.expect('operator', '.')
  return {type: 'member', namespace, name: stream.expect('name').value}
}

function targetOf(stream: TokenStream, expression: Expression): Target {
  if (expression.type === 'name') return {type: 'name', name: expression.name}
  if (expression.type !== 'tuple') return stream.fail('only names can be assigned to')
  return {type: 'tuple', items: expression.items.map(item => targetOf(stream, item))}
}
