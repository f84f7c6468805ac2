import {Failure} from '../failure.ts'
import type {Value} from '../value/value.ts'
import {LiteralReader} from './reader.ts'

/**
 * Reads a Python literal (JSON's `true`, `false` and `null` are understood too). undefined when the text is not one.
 */
export function parseLiteral(text: string): Value | undefined {
  try {
    return new LiteralReader(text).readAll()
  } catch (error) {
    // Text that is no literal stays text: that is what the caller does with undefined.
    if (error instanceof Failure) return undefined
    throw error
  }
}
