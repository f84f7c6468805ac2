import type {Value} from '../value/value.ts'
import type {Arguments} from './arguments.ts'
import type {Machine} from './machine.ts'

/** Something a template can call on a value: a filter, a test, a method. */
export interface Routine<Input extends Value, Result> {
  /** Parameters besides the input, as {@link Arguments} reads them. */
  readonly parameters: readonly string[]
  /** Whether the input may be undefined; otherwise that fails before `run`. */
  readonly acceptsUndefined?: boolean
  run(input: Input, args: Arguments, machine: Machine): Result
}

export type Filter = Routine<Value, Value>
export type Test = Routine<Value, boolean>
export type FilterTable = Readonly<Record<string, Filter>>
export type TestTable = Readonly<Record<string, Test>>
export type MethodTable<Input extends Value> = Readonly<Record<string, Routine<Input, Value>>>

/** A routine with parameters written in one text: `routine('old new count?', (input, args) => …)`. */
export function routine<Input extends Value, Result>(
  parameters: string,
  run: Routine<Input, Result>['run'],
): Routine<Input, Result> {
  return {parameters: parameters === '' ? [] : parameters.split(' '), run}
}

/** Like {@link routine} for one that looks at undefined inputs itself. */
export function lenient<Input extends Value, Result>(
  parameters: string,
  run: Routine<Input, Result>['run'],
): Routine<Input, Result> {
  return {...routine(parameters, run), acceptsUndefined: true}
}
