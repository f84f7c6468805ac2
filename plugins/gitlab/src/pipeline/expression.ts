/** Variables of a pipeline by name; one that is not there is null to GitLab. */
export type Variables = Readonly<Record<string, string | undefined>>

/**
 * Evaluates the expression of a `rules: if`, with GitLab's operators: `==`, `!=`, `=~`, `!~`, `&&`, `||` and brackets.
 * @throws Error with a sentence for text that is no such expression.
 */
export function evaluate(expression: string, variables: Variables): boolean {
  const tokens = tokensOf(expression)
  const [value, rest] = either(tokens, variables)
  if (rest.length > 0) throw new Error(`The expression ${expression} makes no sense from "${rest[0]}" on.`)
  return isTrue(value)
}

/** The variables an expression asks for. */
export function variablesOf(expression: string): readonly string[] {
  return tokensOf(expression)
    .filter(token => token.startsWith('$'))
    .map(token => token.slice(1))
}

type Value = string | boolean | null
type Step = readonly [value: Value, rest: readonly string[]]

const token = /\s*(\|\||&&|==|!=|=~|!~|[()]|\$\w+|null\b|"[^"]*"|'[^']*'|\/(?:\\.|[^/\\])+\/[a-z]*)/y

function tokensOf(expression: string): readonly string[] {
  const found: string[] = []
  token.lastIndex = 0
  const end = expression.trimEnd().length
  let position = 0
  while (position < end) {
    const match = token.exec(expression)
    if (match?.[1] === undefined)
      throw new Error(`The expression ${expression} makes no sense at column ${position + 1}.`)
    found.push(match[1])
    position = token.lastIndex
  }
  return found
}

function either(tokens: readonly string[], variables: Variables): Step {
  const [left, rest] = both(tokens, variables)
  if (rest[0] !== '||') return [left, rest]
  const [right, after] = either(rest.slice(1), variables)
  return [isTrue(left) || isTrue(right), after]
}

function both(tokens: readonly string[], variables: Variables): Step {
  const [left, rest] = compared(tokens, variables)
  if (rest[0] !== '&&') return [left, rest]
  const [right, after] = both(rest.slice(1), variables)
  return [isTrue(left) && isTrue(right), after]
}

function compared(tokens: readonly string[], variables: Variables): Step {
  const [left, rest] = operand(tokens, variables)
  const [operator, ...after] = rest
  if (operator === undefined || !['==', '!=', '=~', '!~'].includes(operator)) return [left, rest]
  if (operator === '=~' || operator === '!~') {
    const [pattern, end] = patternOf(after, variables)
    return [pattern.test(String(left ?? '')) === (operator === '=~'), end]
  }
  const [right, end] = operand(after, variables)
  return [(left === right) === (operator === '=='), end]
}

function operand([first, ...rest]: readonly string[], variables: Variables): Step {
  if (first === undefined) throw new Error('The expression ends too early.')
  if (first === '(') {
    const [value, [close, ...after]] = either(rest, variables)
    if (close !== ')') throw new Error('A bracket of the expression is not closed.')
    return [value, after]
  }
  if (first.startsWith('$')) return [variables[first.slice(1)] ?? null, rest]
  if (first === 'null') return [null, rest]
  if (/^["']/.test(first)) return [first.slice(1, -1), rest]
  throw new Error(`The text ${first} stands where a variable or a text is expected.`)
}

function patternOf(tokens: readonly string[], variables: Variables): readonly [RegExp, readonly string[]] {
  const [first = '', ...rest] = tokens
  const source = first.startsWith('$') ? (variables[first.slice(1)] ?? '') : first
  const match = /^\/(.*)\/([a-z]*)$/s.exec(source)
  if (match === null) throw new Error(`The text ${first} stands where a regular expression is expected.`)
  return [new RegExp(match[1] ?? '', match[2]), rest]
}

/** Alone, a variable is true when it is there and not empty. */
function isTrue(value: Value): boolean {
  return value !== null && value !== '' && value !== false
}
