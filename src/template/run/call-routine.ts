import {closest, distance} from 'fastest-levenshtein'
import {fail} from '../failure.ts'
import type {CallArguments} from '../value/call-arguments.ts'
import {Undefined} from '../value/undefined.ts'
import {refuseUndefined} from '../value/undefined-use.ts'
import type {Value} from '../value/value.ts'
import {Arguments} from './arguments.ts'
import type {Machine} from './machine.ts'
import type {Routine} from './routine.ts'

/** The collections whose filters and tests are here; their names may be written in full. */
const collection = /^(?:ansible\.(?:builtin|legacy|utils|netcommon)|community\.general)\./

interface RoutineCall {
  readonly name: string
  readonly input: Value
  readonly args: CallArguments
  readonly machine: Machine
}

/** Binds the arguments and runs a filter or test. */
export function callRoutine<Result>(
  routine: Routine<Value, Result>,
  {name, input, args, machine}: RoutineCall,
): Result {
  if (input instanceof Undefined && !input.isMild && !routine.acceptsUndefined) return refuseUndefined(input)
  return routine.run(input, new Arguments(name, routine.parameters, args), machine)
}

/** Whether there is a filter or test of a name. */
export function hasRoutine(table: Readonly<Record<string, unknown>>, name: string): boolean {
  return Object.hasOwn(table, name.replace(collection, ''))
}

/** The filter or test of a name; throws with the nearest name when there is none. */
export function findRoutine<Result>(
  table: Readonly<Record<string, Routine<Value, Result>>>,
  name: string,
  kind: 'filter' | 'test',
): Routine<Value, Result> {
  const routine = hasRoutine(table, name) ? table[name.replace(collection, '')] : undefined
  return routine ?? fail(`there is no ${kind} '${name}'${suggestion(name, Object.keys(table))}`)
}

/** Names the nearest known name where it is near enough to be meant. */
function suggestion(name: string, known: readonly string[]): string {
  const nearest = closest(name, known)
  return distance(name, nearest) <= name.length / 3 ? `; the nearest is '${nearest}'` : ''
}
