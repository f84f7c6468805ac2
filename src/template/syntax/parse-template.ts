import {type LexerOptions, tokenize} from './lexer.ts'
import type {Body, Branch, Expression, FilterNode, ForNode, MacroNode, Statement} from './node.ts'
import {parseExpression, parseFilter, parseOr, parseTuple} from './parse-expression.ts'
import {parseTarget, parseTargetName} from './parse-target.ts'
import {TokenStream} from './token-stream.ts'

/** Parses a whole template. Throws `Failure` with the line where it stops making sense. */
export function parseTemplate(source: string, options: LexerOptions): Template {
  const stream = new TokenStream(tokenize(source, options))
  const body = parseScope(() => parseStatements(stream, []), stream)
  return {body, filters: stream.filters, tests: stream.tests}
}

export interface Template {
  readonly body: Body
  /** The names of all filters and tests in it. */
  readonly filters: ReadonlySet<string>
  readonly tests: ReadonlySet<string>
}

function parseScope(parse: () => Statement[], stream: TokenStream): Body {
  const {result, reads} = stream.scoped(parse)
  return {statements: result, reads}
}

/** Parses up to a tag with one of the names, which is left as the current token, or up to the end. */
function parseStatements(stream: TokenStream, endNames: readonly string[]): Statement[] {
  const statements: Statement[] = []
  while (!stream.is('end')) {
    if (!stream.is('open-block')) statements.push(parseOutput(stream))
    else if (isEndTag(stream, endNames)) return statements
    else statements.push(parseStatement(stream))
  }
  if (endNames.length > 0) stream.fail(`the template ends where {% ${endNames.join(' %} or {% ')} %} was expected`)
  return statements
}

function isEndTag(stream: TokenStream, endNames: readonly string[]): boolean {
  const name = stream.at(1)
  if (name.type !== 'name' || !endNames.includes(name.value)) return false
  stream.next()
  return true
}

function parseOutput(stream: TokenStream): Statement {
  const parts: (string | Expression)[] = []
  while (stream.is('data') || stream.is('open-output')) {
    const token = stream.next()
    if (token.type === 'data') parts.push(token.value)
    else {
      parts.push(parseTuple(stream, {parse: parseExpression}))
      stream.expect('close-output')
    }
  }
  return {type: 'output', parts}
}

type StatementParser = (stream: TokenStream) => Statement

const parsers: Readonly<Record<string, StatementParser>> = {
  for: parseFor,
  if: parseIf,
  set: parseSet,
  with: parseWith,
  macro: parseMacro,
  call: parseCall,
  filter: parseFilterBlock,
  block: parseBlock,
  print: parsePrint,
}

const unsupported = ['include', 'import', 'from', 'extends', 'autoescape']

function parseStatement(stream: TokenStream): Statement {
  stream.expect('open-block')
  const name = stream.expect('name').value
  if (unsupported.includes(name)) stream.fail(`{% ${name} %} is not supported here`)
  const parse = Object.hasOwn(parsers, name) ? parsers[name] : undefined
  if (!parse) return stream.fail(`unknown tag {% ${name} %}`)
  const statement = parse(stream)
  stream.expect('close-block')
  return statement
}

/** Parses `%}`, a body and the name of the tag that ends it, whose own end is left to the caller. */
function parseBody(stream: TokenStream, ...endNames: readonly string[]): Body {
  return parseScope(() => parsePart(stream, endNames), stream)
}

function parsePart(stream: TokenStream, endNames: readonly string[]): Statement[] {
  stream.skip('operator', ':')
  stream.expect('close-block')
  return parseStatements(stream, endNames)
}

function parseFor(stream: TokenStream): ForNode {
  const target = parseTarget(stream, ['in'])
  stream.expect('name', 'in')
  const iterable = parseTuple(stream, {parse: parseOr, endNames: ['recursive']})
  const condition = stream.skip('name', 'if') ? stream.scoped(() => parseExpression(stream)).result : undefined
  const isRecursive = stream.skip('name', 'recursive')
  const body = parseBody(stream, 'endfor', 'else')
  const hasElse = stream.next().value === 'else'
  const otherwise = hasElse ? parseBody(stream, 'endfor') : {statements: [], reads: new Set<string>()}
  if (hasElse) stream.next()
  return {type: 'for', target, iterable, ...(condition && {condition}), isRecursive, body, otherwise}
}

function parseIf(stream: TokenStream): Statement {
  const branches: Branch[] = []
  for (;;) {
    const test = parseTuple(stream, {parse: parseOr})
    branches.push({test, body: parsePart(stream, ['elif', 'else', 'endif'])})
    const {value} = stream.next()
    if (value === 'endif') return {type: 'if', branches, otherwise: []}
    if (value === 'else') break
  }
  const otherwise = parsePart(stream, ['endif'])
  stream.next()
  return {type: 'if', branches, otherwise}
}

function parseSet(stream: TokenStream): Statement {
  const target = parseTarget(stream, [], true)
  if (stream.skip('operator', '=')) return {type: 'set', target, value: parseTuple(stream, {parse: parseExpression})}
  const filter = stream.skip('operator', '|') ? parseBlockFilter(stream) : undefined
  const body = parseBody(stream, 'endset')
  stream.next()
  return {type: 'set-block', target, body, ...(filter && {filter})}
}

function parseBlockFilter(stream: TokenStream): FilterNode {
  let filter = parseFilter(stream)
  while (stream.skip('operator', '|')) filter = parseFilter(stream, filter)
  return filter
}

function parseWith(stream: TokenStream): Statement {
  const targets: (readonly [ReturnType<typeof parseTarget>, Expression])[] = []
  while (!stream.is('close-block')) {
    if (targets.length > 0) stream.expect('operator', ',')
    const target = parseTarget(stream)
    stream.expect('operator', '=')
    targets.push([target, parseExpression(stream)])
  }
  const body = parseBody(stream, 'endwith')
  stream.next()
  return {type: 'with', targets, body}
}

function parseMacro(stream: TokenStream): Statement {
  const name = parseTargetName(stream)
  return {type: 'macro', macro: parseMacroBody(stream, name, parseSignature(stream), 'endmacro')}
}

function parseCall(stream: TokenStream): Statement {
  const parameters = stream.isOperator('(') ? parseSignature(stream) : []
  const call = parseExpression(stream)
  if (call.type !== 'call') stream.fail('{% call %} needs a call of a macro')
  return {type: 'call', call, caller: parseMacroBody(stream, 'caller', parameters, 'endcall')}
}

function parseMacroBody(
  stream: TokenStream,
  name: string,
  parameters: MacroNode['parameters'],
  endName: string,
): MacroNode {
  const body = parseBody(stream, endName)
  stream.next()
  return {name, parameters, body}
}

function parseSignature(stream: TokenStream): MacroNode['parameters'] {
  const parameters: {name: string; fallback?: Expression}[] = []
  stream.expect('operator', '(')
  while (!stream.isOperator(')')) {
    if (parameters.length > 0) stream.expect('operator', ',')
    const name = parseTargetName(stream)
    const fallback = stream.skip('operator', '=') ? parseExpression(stream) : undefined
    if (!fallback && parameters.at(-1)?.fallback)
      stream.fail('a parameter without a default follows one with a default')
    parameters.push({name, ...(fallback && {fallback})})
  }
  stream.expect('operator', ')')
  return parameters
}

function parseFilterBlock(stream: TokenStream): Statement {
  const filter = parseBlockFilter(stream)
  const body = parseBody(stream, 'endfilter')
  stream.next()
  return {type: 'filter-block', filter, body}
}

function parseBlock(stream: TokenStream): Statement {
  const name = parseTargetName(stream)
  while (stream.isName('scoped', 'required')) stream.next()
  const body = parseBody(stream, 'endblock')
  stream.next()
  stream.skip('name', name)
  return {type: 'block', body}
}

function parsePrint(stream: TokenStream): Statement {
  const parts: Expression[] = []
  while (!stream.is('close-block')) {
    if (parts.length > 0) stream.expect('operator', ',')
    parts.push(parseExpression(stream))
  }
  return {type: 'output', parts}
}
