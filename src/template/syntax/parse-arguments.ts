import type {ArgumentList, Expression} from './node.ts'
import type {TokenStream} from './token-stream.ts'

/** Parses `(a, b=c, *d, **e)`. */
export function parseArguments(stream: TokenStream, parse: () => Expression): ArgumentList {
  const positional: Expression[] = []
  const named: [string, Expression][] = []
  const spreads: {spread?: Expression; namedSpread?: Expression} = {}
  stream.expect('operator', '(')
  while (!stream.isOperator(')')) {
    if (stream.skip('operator', '*')) spreads.spread = parse()
    else if (stream.skip('operator', '**')) spreads.namedSpread = parse()
    else if (isNamed(stream)) named.push(parseNamed(stream, parse))
    else if (named.length > 0 || spreads.spread || spreads.namedSpread) {
      stream.fail('an argument without a name follows a named or spread one')
    } else positional.push(parse())
    if (!stream.isOperator(')')) stream.expect('operator', ',')
  }
  stream.expect('operator', ')')
  return {positional, named, ...spreads}
}

function isNamed(stream: TokenStream): boolean {
  const following = stream.at(1)
  return stream.is('name') && following.type === 'operator' && following.value === '='
}

function parseNamed(stream: TokenStream, parse: () => Expression): [string, Expression] {
  const name = stream.expect('name').value
  stream.expect('operator', '=')
  return [name, parse()]
}
