import type {Arguments} from '../run/arguments.ts'
import type {Value} from '../value/value.ts'

/** A method of a Python class. */
export interface Method<Self> {
  readonly parameters: readonly string[]
  run(self: Self, args: Arguments): Value
}

export type MethodTable<Self> = Readonly<Record<string, Method<Self>>>

/** A method with parameters written in one text: `method('sep? maxsplit?', (self, args) => …)`. */
export function method<Self>(parameters: string, run: Method<Self>['run']): Method<Self> {
  return {parameters: parameters === '' ? [] : parameters.split(' '), run}
}
