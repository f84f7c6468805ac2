import {UndefinedFailure} from '../failure.ts'
import {Undefined} from './undefined.ts'
import type {Value} from './value.ts'

/** Ends the evaluation because an undefined value was used for something. */
export function refuseUndefined(value: Undefined): never {
  throw new UndefinedFailure(value)
}

/** The value itself; throws when it is undefined. */
export function defined(value: Value): Exclude<Value, Undefined> {
  return value instanceof Undefined ? refuseUndefined(value) : value
}
