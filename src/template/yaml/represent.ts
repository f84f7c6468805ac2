import {Failure, fail} from '../failure.ts'
import {Dict} from '../value/dict.ts'
import {floatText} from '../value/float.ts'
import {Instance} from '../value/instance.ts'
import {Markup} from '../value/marked-text.ts'
import {Moment} from '../value/moment.ts'
import {none} from '../value/none.ts'
import {sorted} from '../value/order.ts'
import {asText, toText} from '../value/text.ts'
import {Tuple} from '../value/tuple.ts'
import {typeName} from '../value/type-name.ts'
import {defined} from '../value/undefined-use.ts'
import type {Value} from '../value/value.ts'
import type {YamlScalar} from './emitter.ts'
import {resolvePlain} from './plain.ts'

/** Whether a value is written as one scalar. Throws for an undefined one. */
export function isScalar(value: Value): boolean {
  const isCollection = Array.isArray(value) || value instanceof Tuple || value instanceof Dict
  return !isCollection && !(defined(value) instanceof Instance && isMapping(value))
}

/** How a scalar is written. Throws for values YAML has no scalar for. */
export function scalarOf(value: Value): YamlScalar {
  if (value instanceof Markup) return fail('text that is escaped for HTML cannot be written as YAML')
  const text = asText(value)
  if (text !== undefined) return {text, mayBePlain: resolvePlain(text) === undefined && text !== '=' && text !== '<<'}
  if (value === none) return {text: 'null', mayBePlain: true}
  if (typeof value === 'boolean' || typeof value === 'bigint') return {text: String(value), mayBePlain: true}
  if (typeof value === 'number') return {text: yamlFloat(value), mayBePlain: true}
  if (value instanceof Moment) return {text: toText(value), mayBePlain: true}
  return fail(`a ${typeName(value)} cannot be written as YAML`)
}

/** The entries of a mapping, sorted by key where the keys have an order. */
export function orderedEntries(value: Value, sortsKeys: boolean): readonly (readonly [Value, Value])[] {
  const entries = value instanceof Dict ? value.entries() : lazyEntries(value)
  if (!sortsKeys) return entries
  try {
    return sorted(entries, ([key]) => key)
  } catch (error) {
    // Keys of different kinds have no order: PyYAML then leaves them as they are.
    if (error instanceof Failure) return entries
    throw error
  }
}

function isMapping(value: Value): value is Instance {
  return value instanceof Instance && value.isMapping()
}

function lazyEntries(value: Value): (readonly [Value, Value])[] {
  if (!isMapping(value)) return fail(`a ${typeName(value)} cannot be written as YAML`)
  return Array.from(value.elements() ?? [], key => [key, value.item(key) ?? none] as const)
}

function yamlFloat(value: number): string {
  if (Number.isNaN(value)) return '.nan'
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf'
  const text = floatText(value)
  return text.includes('.') ? text : text.replace('e', '.0e')
}
