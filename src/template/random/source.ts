import {randomInt} from 'node:crypto'
import {fail} from '../failure.ts'
import {none} from '../value/none.ts'
import {asInteger} from '../value/number.ts'
import {asText} from '../value/text.ts'
import {typeName} from '../value/type-name.ts'
import type {Value} from '../value/value.ts'
import {MersenneTwister} from './mersenne-twister.ts'

/** A source of random numbers from 0 up to, but not including, a limit. */
export interface RandomSource {
  below(limit: number): number
}

/** Real randomness without a seed, Python's generator with one. */
export function randomSource(seed: Value): RandomSource {
  if (seed === none) return {below: limit => randomInt(limit)}
  const text = asText(seed)
  if (text !== undefined) return MersenneTwister.fromText(text)
  const integer = asInteger(seed)
  return integer === undefined ? fail(`a ${typeName(seed)} cannot be a seed`) : new MersenneTwister(integer)
}

/** Shuffles as Python does: from the end, each item changing places with one before it. */
export function shuffled<T>(items: readonly T[], source: RandomSource): T[] {
  const result = [...items]
  for (let index = result.length - 1; index > 0; index--) {
    const other = source.below(index + 1)
    const [left, right] = [result[index], result[other]]
    if (left === undefined || right === undefined) continue
    result[index] = right
    result[other] = left
  }
  return result
}
