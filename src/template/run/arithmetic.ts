import {fail} from '../failure.ts'
import type {BinaryOperator} from '../syntax/node.ts'

/** Python's arithmetic: integers never overflow, `/` always gives a float, `//` and `%` round towards minus infinity. */
export function calculate(operator: BinaryOperator, left: bigint | number, right: bigint | number): bigint | number {
  if (operator === '/') return divide(left, right)
  if (operator === '**') return power(left, right)
  if (typeof left === 'bigint' && typeof right === 'bigint') return ofIntegers(operator, left, right)
  return ofFloats(operator, Number(left), Number(right))
}

function divide(left: bigint | number, right: bigint | number): number {
  if (Number(right) === 0) fail('division by zero')
  return Number(left) / Number(right)
}

function ofIntegers(operator: BinaryOperator, left: bigint, right: bigint): bigint {
  if (operator === '+') return left + right
  if (operator === '-') return left - right
  if (operator === '*') return left * right
  if (right === 0n) fail('integer division or modulo by zero')
  const remainder = ((left % right) + right) % right
  return operator === '%' ? remainder : (left - remainder) / right
}

function ofFloats(operator: BinaryOperator, left: number, right: number): number {
  if (operator === '+') return left + right
  if (operator === '-') return left - right
  if (operator === '*') return left * right
  if (right === 0) fail('float division by zero')
  const remainder = left % right
  const isAdjusted = remainder !== 0 && Math.sign(remainder) !== Math.sign(right)
  const modulo = isAdjusted ? remainder + right : remainder
  return operator === '%' ? modulo : Math.round((left - modulo) / right)
}

function power(base: bigint | number, exponent: bigint | number): bigint | number {
  if (typeof base === 'bigint' && typeof exponent === 'bigint' && exponent >= 0n) {
    if (exponent > 100_000n) fail(`the exponent ${exponent} is too large`)
    return base ** exponent
  }
  if (Number(base) === 0 && Number(exponent) < 0) fail('0 cannot be raised to a negative power')
  const result = Number(base) ** Number(exponent)
  if (Number.isNaN(result)) fail('the result of ** is a complex number')
  return result
}
