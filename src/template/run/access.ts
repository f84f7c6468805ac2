import {methodOf} from '../methods/method.ts'
import {Dict} from '../value/dict.ts'
import {Instance} from '../value/instance.ts'
import {elementsOf} from '../value/iterate.ts'
import {isHashable} from '../value/key.ts'
import {asInteger} from '../value/number.ts'
import {asText, repr} from '../value/text.ts'
import {Tuple} from '../value/tuple.ts'
import {typeName} from '../value/type-name.ts'
import {Undefined} from '../value/undefined.ts'
import {refuseUndefined} from '../value/undefined-use.ts'
import type {Value} from '../value/value.ts'

/** `of.name`: the attribute or method if there is one, else the item. `path` is how the template writes `of`. */
export function attributeOf(of: Value, name: string, path: string): Value {
  if (of instanceof Undefined) return of.isMild ? refuseUndefined(of) : of
  return methodOf(of, name) ?? itemOrUndefined(of, name) ?? missing(of, name, path)
}

/** `of[key]`: the item if there is one, else the attribute or method. */
export function itemOf(of: Value, key: Value, path: string): Value {
  if (of instanceof Undefined) return of
  const name = asText(key)
  return itemOrUndefined(of, key) ?? (name === undefined ? undefined : methodOf(of, name)) ?? missing(of, key, path)
}

/** The item at a key or index; undefined when there is none or the value has no items. */
export function itemOrUndefined(of: Value, key: Value): Value | undefined {
  if (of instanceof Dict) return isHashable(key) ? of.get(key) : undefined
  if (of instanceof Instance) return of.item(key)
  const index = asInteger(key)
  if (index === undefined) return undefined
  if (!Array.isArray(of) && !(of instanceof Tuple) && asText(of) === undefined) return undefined
  return elementsOf(of).at(Number(index))
}

function missing(of: Value, key: Value, path: string): Undefined {
  const name = asText(key)
  const candidates = of instanceof Dict ? of.keys().flatMap(candidate => asText(candidate) ?? []) : []
  if (name === undefined) {
    return new Undefined(`${path}[${repr(key)}]`, `'${path}' (${typeName(of)}) has no item ${repr(key)}`)
  }
  const reason = `'${path}' (${typeName(of)}) has no attribute '${name}'`
  return new Undefined(`${path}.${name}`, reason, candidates)
}
