import {none} from '../value/none.ts'
import type {ArgumentList, BinaryOperator, Comparison, ComparisonOperator, Expression, FilterNode} from './node.ts'
import {parseArguments} from './parse-arguments.ts'
import {parseSubscript} from './parse-subscript.ts'
import {describe} from './token.ts'
import type {TokenStream} from './token-stream.ts'

const noArguments: ArgumentList = {positional: [], named: []}

/** Parses one expression, `a if b else c` included. */
export function parseExpression(stream: TokenStream): Expression {
  let expression = parseOr(stream)
  while (stream.skip('name', 'if')) {
    const test = parseOr(stream)
    const whenFalse = stream.skip('name', 'else') ? parseExpression(stream) : undefined
    expression = {type: 'conditional', test, whenTrue: expression, ...(whenFalse && {whenFalse})}
  }
  return expression
}

/** Parses one expression that may not be a bare `a if b else c`, as in the head of `{% for %}` and `{% if %}`. */
export function parseOr(stream: TokenStream): Expression {
  let left = parseAnd(stream)
  while (stream.skip('name', 'or')) left = {type: 'or', left, right: parseAnd(stream)}
  return left
}

export interface TupleOptions {
  readonly parse: (stream: TokenStream) => Expression
  /** Names that end the tuple besides the end of the tag. */
  readonly endNames?: readonly string[]
  readonly mayBeEmpty?: boolean
}

/** Parses one expression, or several separated by commas as a tuple. */
export function parseTuple(stream: TokenStream, {parse, endNames = [], mayBeEmpty = false}: TupleOptions): Expression {
  const items: Expression[] = []
  let isTuple = false
  while (!isTupleEnd(stream, endNames)) {
    items.push(parse(stream))
    if (!stream.skip('operator', ',')) break
    isTuple = true
  }
  const [only] = items
  if (only !== undefined && !isTuple) return only
  if (only === undefined && !mayBeEmpty) stream.fail(`expected an expression, got ${describe(stream.current)}`)
  return {type: 'tuple', items}
}

/** Parses `name(arguments) | name(arguments) …` applied to `input`. */
export function parseFilters(stream: TokenStream, input: Expression): Expression {
  let expression = input
  while (stream.skip('operator', '|')) expression = parseFilter(stream, expression)
  return expression
}

/** Parses a filter's name and arguments. */
export function parseFilter(stream: TokenStream, input?: Expression): FilterNode {
  const name = parseDottedName(stream)
  stream.filters.add(name)
  const args = stream.isOperator('(') ? parseCallArguments(stream) : noArguments
  return {type: 'filter', name, args, ...(input && {input})}
}

/** A primary expression: a literal, a name, or something in brackets. */
export function parsePrimary(stream: TokenStream): Expression {
  const token = stream.current
  if (token.type === 'name') return parseName(stream)
  if (token.type === 'text') return parseTexts(stream)
  if (token.type === 'integer') return {type: 'constant', value: BigInt(stream.next().value.replaceAll('_', ''))}
  if (token.type === 'float') return {type: 'constant', value: Number(stream.next().value.replaceAll('_', ''))}
  if (stream.isOperator('(')) return parseParentheses(stream)
  if (stream.isOperator('[')) return {type: 'list', items: parseItems(stream, ']', parseExpression)}
  if (stream.isOperator('{')) return {type: 'dict', entries: parseItems(stream, '}', parseEntry)}
  return stream.fail(`unexpected ${describe(token)}`)
}

function isTupleEnd(stream: TokenStream, endNames: readonly string[]): boolean {
  return stream.is('close-output') || stream.is('close-block') || stream.isOperator(')') || stream.isName(...endNames)
}

function parseAnd(stream: TokenStream): Expression {
  let left = parseNot(stream)
  while (stream.skip('name', 'and')) left = {type: 'and', left, right: parseNot(stream)}
  return left
}

function parseNot(stream: TokenStream): Expression {
  return stream.skip('name', 'not') ? {type: 'not', operand: parseNot(stream)} : parseCompare(stream)
}

function parseCompare(stream: TokenStream): Expression {
  const first = parseSum(stream)
  const rest: Comparison[] = []
  for (;;) {
    const operator = comparisonAt(stream)
    if (operator === undefined) break
    rest.push({operator, operand: parseSum(stream)})
  }
  return rest.length === 0 ? first : {type: 'compare', first, rest}
}

function comparisonAt(stream: TokenStream): ComparisonOperator | undefined {
  for (const operator of ['==', '!=', '<', '<=', '>', '>='] as const) {
    if (stream.skip('operator', operator)) return operator
  }
  if (stream.skip('name', 'in')) return 'in'
  const following = stream.at(1)
  if (!stream.is('name', 'not') || following.type !== 'name' || following.value !== 'in') return undefined
  stream.next()
  stream.next()
  return 'not in'
}

function parseSum(stream: TokenStream): Expression {
  return parseBinary(stream, ['+', '-'], parseConcat)
}

function parseConcat(stream: TokenStream): Expression {
  const first = parseProduct(stream)
  const parts = [first]
  while (stream.skip('operator', '~')) parts.push(parseProduct(stream))
  return parts.length === 1 ? first : {type: 'concat', parts}
}

function parseProduct(stream: TokenStream): Expression {
  return parseBinary(stream, ['*', '/', '//', '%'], parsePower)
}

function parsePower(stream: TokenStream): Expression {
  return parseBinary(stream, ['**'], parseUnary)
}

function parseBinary(
  stream: TokenStream,
  operators: readonly BinaryOperator[],
  parse: (stream: TokenStream) => Expression,
): Expression {
  let left = parse(stream)
  for (;;) {
    const operator = operators.find(candidate => stream.skip('operator', candidate))
    if (operator === undefined) return left
    left = {type: 'binary', operator, left, right: parse(stream)}
  }
}

function parseUnary(stream: TokenStream): Expression {
  return parseFilterChain(stream, parseSigned(stream))
}

function parseSigned(stream: TokenStream): Expression {
  if (stream.skip('operator', '-')) return parsePostfix(stream, {type: 'negative', operand: parseSigned(stream)})
  if (stream.skip('operator', '+')) return parsePostfix(stream, {type: 'positive', operand: parseSigned(stream)})
  return parsePostfix(stream, parsePrimary(stream))
}

function parsePostfix(stream: TokenStream, start: Expression): Expression {
  let node = start
  for (;;) {
    if (stream.isOperator('.', '[')) node = parseSubscript(stream, node, () => parseExpression(stream))
    else if (stream.isOperator('(')) node = {type: 'call', callee: node, args: parseCallArguments(stream)}
    else return node
  }
}

function parseFilterChain(stream: TokenStream, start: Expression): Expression {
  let node = start
  for (;;) {
    if (stream.isOperator('|')) node = parseFilters(stream, node)
    else if (stream.skip('name', 'is')) node = parseTest(stream, node)
    else if (stream.isOperator('(')) node = {type: 'call', callee: node, args: parseCallArguments(stream)}
    else return node
  }
}

function parseTest(stream: TokenStream, input: Expression): Expression {
  const isNegated = stream.skip('name', 'not')
  const name = parseDottedName(stream)
  stream.tests.add(name)
  const test: Expression = {type: 'test', input, name, args: parseTestArguments(stream)}
  return isNegated ? {type: 'not', operand: test} : test
}

function parseTestArguments(stream: TokenStream): ArgumentList {
  if (stream.isOperator('(')) return parseCallArguments(stream)
  const {type} = stream.current
  const startsValue = type === 'name' || type === 'text' || type === 'integer' || type === 'float'
  if (!startsValue && !stream.isOperator('[', '{')) return noArguments
  if (stream.isName('else', 'or', 'and')) return noArguments
  if (stream.isName('is')) stream.fail('tests cannot be chained with `is`')
  return {positional: [parsePostfix(stream, parsePrimary(stream))], named: []}
}

function parseDottedName(stream: TokenStream): string {
  const parts = [stream.expect('name').value]
  while (stream.skip('operator', '.')) parts.push(stream.expect('name').value)
  return parts.join('.')
}

function parseCallArguments(stream: TokenStream): ArgumentList {
  return parseArguments(stream, () => parseExpression(stream))
}

function parseName(stream: TokenStream): Expression {
  const name = stream.next().value
  if (name === 'true' || name === 'True') return {type: 'constant', value: true}
  if (name === 'false' || name === 'False') return {type: 'constant', value: false}
  if (name === 'none' || name === 'None') return {type: 'constant', value: none}
  stream.reads(name)
  return {type: 'name', name}
}

function parseTexts(stream: TokenStream): Expression {
  let value = ''
  while (stream.is('text')) value += stream.next().value
  return {type: 'constant', value}
}

function parseParentheses(stream: TokenStream): Expression {
  stream.next()
  const expression = parseTuple(stream, {parse: parseExpression, mayBeEmpty: true})
  stream.expect('operator', ')')
  return expression
}

function parseItems<T>(stream: TokenStream, closing: string, parse: (stream: TokenStream) => T): T[] {
  stream.next()
  const items: T[] = []
  while (!stream.isOperator(closing)) {
    items.push(parse(stream))
    if (!stream.isOperator(closing)) stream.expect('operator', ',')
  }
  stream.next()
  return items
}

function parseEntry(stream: TokenStream): readonly [Expression, Expression] {
  const key = parseExpression(stream)
  stream.expect('operator', ':')
  return [key, parseExpression(stream)]
}
