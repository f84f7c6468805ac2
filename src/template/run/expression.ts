import {fail} from '../failure.ts'
import type {ArgumentList, Comparison, Expression} from '../syntax/node.ts'
import type {CallArguments} from '../value/call-arguments.ts'
import {Dict} from '../value/dict.ts'
import {Instance} from '../value/instance.ts'
import {elementsOf} from '../value/iterate.ts'
import {asNumber} from '../value/number.ts'
import {toText} from '../value/text.ts'
import {isTrue} from '../value/truth.ts'
import {Tuple} from '../value/tuple.ts'
import {typeName} from '../value/type-name.ts'
import {MildUndefined} from '../value/undefined.ts'
import {defined} from '../value/undefined-use.ts'
import type {Value} from '../value/value.ts'
import {attributeOf, itemOf} from './access.ts'
import {binary, compare} from './operator.ts'
import {pathOf} from './path.ts'
import type {Scope} from './scope.ts'
import {sliceOf} from './slice.ts'

/** The value of an expression. `block` is the input of a filter that is written without one. */
export function evaluateExpression(node: Expression, scope: Scope, block: Value = ''): Value {
  const go = (child: Expression) => evaluateExpression(child, scope, block)
  switch (node.type) {
    case 'constant':
      return node.value
    case 'name':
      return scope.get(node.name)
    case 'list':
      return node.items.map(go)
    case 'tuple':
      return new Tuple(node.items.map(go))
    case 'dict':
      return new Dict(node.entries.map(([key, value]) => [go(key), go(value)] as const))
    case 'attribute':
      return attributeOf(go(node.of), node.name, pathOf(node.of))
    case 'item':
      return evaluateItem(node.of, node.key, go)
    case 'slice':
      return fail('a slice cannot stand here')
    case 'call':
      return call(go(node.callee), argumentsOf(node.args, go), pathOf(node.callee))
    case 'filter':
      return scope.machine.filter(node.name, node.input ? go(node.input) : block, argumentsOf(node.args, go))
    case 'test':
      return scope.machine.test(node.name, go(node.input), argumentsOf(node.args, go))
    case 'not':
      return !isTrue(go(node.operand))
    case 'negative':
    case 'positive':
      return signed(go(node.operand), node.type === 'negative')
    case 'and':
    case 'or':
      return choose(go(node.left), node.type === 'or', () => go(node.right))
    case 'binary':
      return binary(node.operator, go(node.left), go(node.right))
    case 'concat':
      return node.parts.map(part => toText(go(part))).join('')
    case 'compare':
      return evaluateComparison(go(node.first), node.rest, go)
    case 'conditional':
      return isTrue(go(node.test)) ? go(node.whenTrue) : node.whenFalse ? go(node.whenFalse) : new MildUndefined()
  }
}

type Go = (node: Expression) => Value

/** Calls a value. `path` is how the template writes it. */
export function call(callee: Value, args: CallArguments, path: string): Value {
  const result = callee instanceof Instance ? callee.call(args) : undefined
  return result ?? fail(`${path} cannot be called: it is ${typeName(defined(callee))}`)
}

/** The values of the arguments of a call. */
export function argumentsOf(list: ArgumentList, go: Go): CallArguments {
  const positional = list.positional.map(go)
  if (list.spread) positional.push(...elementsOf(go(list.spread)))
  const named = new Map(list.named.map(([name, value]) => [name, go(value)]))
  const spread = list.namedSpread ? go(list.namedSpread) : undefined
  if (spread instanceof Dict) {
    for (const [key, value] of spread.entries()) named.set(toText(key), value)
  } else if (spread !== undefined) fail(`'**' needs a mapping, got ${typeName(defined(spread))}`)
  return {positional, named}
}

function evaluateItem(of: Expression, key: Expression, go: Go): Value {
  if (key.type !== 'slice') return itemOf(go(of), go(key), pathOf(of))
  const bounds = {
    ...(key.start && {start: go(key.start)}),
    ...(key.stop && {stop: go(key.stop)}),
    ...(key.step && {step: go(key.step)}),
  }
  return sliceOf(go(of), bounds, pathOf(of))
}

function signed(value: Value, isNegative: boolean): Value {
  const number = asNumber(defined(value))
  if (number === undefined) return fail(`bad operand type for a sign: '${typeName(value)}'`)
  return isNegative ? -number : number
}

function choose(left: Value, whenTrue: boolean, right: () => Value): Value {
  return isTrue(left) === whenTrue ? left : right()
}

function evaluateComparison(first: Value, rest: readonly Comparison[], go: Go): boolean {
  let left = first
  for (const {operator, operand} of rest) {
    const right = go(operand)
    if (!compare(operator, left, right)) return false
    left = right
  }
  return true
}
