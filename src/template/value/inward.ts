import {Float, LazyMapping, Unsafe} from '../context.ts'
import {fail} from '../failure.ts'
import {Dict} from './dict.ts'
import {Instance} from './instance.ts'
import {LazyDict} from './lazy-dict.ts'
import {CalendarDate, Moment} from './moment.ts'
import {none} from './none.ts'
import type {Value} from './value.ts'

/** A caller's value as a Python value. `template` turns each text in it into what it evaluates to. */
export function inward(value: unknown, template: (text: string) => Value = text => text): Value {
  if (typeof value === 'string') return template(value)
  if (value === null || value === undefined) return none
  if (typeof value === 'boolean' || typeof value === 'bigint') return value
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (Array.isArray(value)) return value.map(item => inward(item, template))
  if (typeof value === 'object') return inwardObject(value, template)
  return fail(`a ${typeof value} cannot be used in a template`)
}

function inwardObject(value: object, template: (text: string) => Value): Value {
  if (value instanceof Instance) return value
  if (value instanceof Float) return value.value
  if (value instanceof Unsafe) return value.text
  if (value instanceof LazyMapping) return new LazyDict(value, inward)
  if (value instanceof Date) return dateOf(value)
  const entries = value instanceof Map ? [...value] : Object.entries(value)
  return new Dict(entries.map(([key, item]) => [inward(key), inward(item, template)] as const))
}

/** YAML has dates and times; one without a time of day is a date. */
function dateOf(date: Date): Value {
  const isMidnight = date.getTime() % 86_400_000 === 0
  return isMidnight ? CalendarDate.at(date.getTime()) : new Moment(date.getTime() * 1000)
}
