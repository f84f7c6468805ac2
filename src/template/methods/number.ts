import {Callable} from '../value/callable.ts'
import type {Value} from '../value/value.ts'

/** The attributes of `int` and `float` that make sense in a template. */
export function numberAttribute(number: bigint | number, name: string): Value | undefined {
  if (name === 'real') return number
  if (name === 'imag') return typeof number === 'bigint' ? 0n : 0
  if (typeof number === 'number') {
    return name === 'is_integer' ? new Callable(name, () => Number.isInteger(number)) : undefined
  }
  if (name === 'numerator') return number
  if (name === 'denominator') return 1n
  return name === 'bit_length' ? new Callable(name, () => bitLength(number)) : undefined
}

function bitLength(number: bigint): bigint {
  return number === 0n ? 0n : BigInt((number < 0n ? -number : number).toString(2).length)
}
