import {fail} from '../failure.ts'
import {formatPercent} from '../format/percent.ts'
import type {BinaryOperator, ComparisonOperator} from '../syntax/node.ts'
import {escapeHtml} from '../text/escape-html.ts'
import {Dict} from '../value/dict.ts'
import {equals} from '../value/equality.ts'
import {Instance} from '../value/instance.ts'
import {elementsOrUndefined} from '../value/iterate.ts'
import {Markup} from '../value/marked-text.ts'
import {Members} from '../value/members.ts'
import {asInteger, asNumber} from '../value/number.ts'
import {ordered} from '../value/order.ts'
import {asText} from '../value/text.ts'
import {Tuple} from '../value/tuple.ts'
import {typeName} from '../value/type-name.ts'
import {defined} from '../value/undefined-use.ts'
import type {Value} from '../value/value.ts'
import {calculate} from './arithmetic.ts'

/** `left operator right` for `+ - * / // % **`. */
export function binary(operator: BinaryOperator, leftValue: Value, rightValue: Value): Value {
  const left = defined(leftValue)
  const right = defined(rightValue)
  const leftNumber = asNumber(left)
  const rightNumber = asNumber(right)
  if (leftNumber !== undefined && rightNumber !== undefined) return calculate(operator, leftNumber, rightNumber)
  const result = combine(operator, left, right)
  if (result !== undefined) return result
  return fail(`unsupported operand types for ${operator}: '${typeName(left)}' and '${typeName(right)}'`)
}

/** `left operator right` for comparisons and `in`. */
export function compare(operator: ComparisonOperator, left: Value, right: Value): boolean {
  if (operator === '==') return equals(left, right)
  if (operator === '!=') return !equals(left, right)
  if (operator === 'in') return contains(right, left)
  if (operator === 'not in') return !contains(right, left)
  return ordered(left, operator, right)
}

/** `member in container`. */
export function contains(containerValue: Value, member: Value): boolean {
  const container = defined(containerValue)
  const text = asText(container)
  if (text !== undefined) {
    const part = asText(defined(member))
    return part === undefined
      ? fail(`'in <text>' needs text on its left, got ${typeName(member)}`)
      : text.includes(part)
  }
  if (container instanceof Dict || container instanceof Members) return container.has(member)
  if (container instanceof Instance && container.isMapping()) return container.item(member) !== undefined
  const elements = elementsOrUndefined(container)
  if (!elements) return fail(`'in' needs something to search in, got ${typeName(container)}`)
  return elements.some(element => equals(element, member))
}

function combine(operator: BinaryOperator, left: Value, right: Value): Value | undefined {
  if (operator === '+') return add(left, right)
  if (operator === '*') return repeat(left, asInteger(right)) ?? repeat(right, asInteger(left))
  const text = asText(left)
  if (operator === '%' && text !== undefined) return formatPercent(text, right)
  if (operator !== '-') return undefined
  if (left instanceof Members && right instanceof Members) {
    return new Members(left.values().filter(member => !right.has(member)))
  }
  return left instanceof Instance && right instanceof Instance ? left.subtract(right) : undefined
}

function add(left: Value, right: Value): Value | undefined {
  const text = asText(left)
  const otherText = asText(right)
  if (text !== undefined && otherText !== undefined) {
    const isMarkup = left instanceof Markup || right instanceof Markup
    return isMarkup ? new Markup(escaped(left, text) + escaped(right, otherText)) : text + otherText
  }
  if (Array.isArray(left) && Array.isArray(right)) return [...left, ...right]
  if (left instanceof Tuple && right instanceof Tuple) return new Tuple([...left.items, ...right.items])
  return undefined
}

function escaped(value: Value, text: string): string {
  return value instanceof Markup ? text : escapeHtml(text)
}

/** More repetitions than this fill up the memory. */
const largestCount = 10_000_000

function repeat(value: Value, times: bigint | undefined): Value | undefined {
  if (times === undefined) return undefined
  const count = Math.max(0, Number(times))
  if (count > largestCount) return fail(`${count} repetitions are too many`)
  const text = asText(value)
  if (text !== undefined) return text.repeat(count)
  if (Array.isArray(value)) return Array.from({length: count}, () => value).flat()
  return value instanceof Tuple ? new Tuple(Array.from({length: count}, () => value.items).flat()) : undefined
}
