import {fail} from '../failure.ts'
import {Arguments} from '../run/arguments.ts'
import {Bytes} from '../value/bytes.ts'
import {Callable} from '../value/callable.ts'
import {Dict} from '../value/dict.ts'
import {Instance} from '../value/instance.ts'
import {Members} from '../value/members.ts'
import {asNumber} from '../value/number.ts'
import {asText} from '../value/text.ts'
import {Tuple} from '../value/tuple.ts'
import {typeName} from '../value/type-name.ts'
import type {Value} from '../value/value.ts'
import {bytesMethods} from './bytes.ts'
import {listMethods} from './list.ts'
import {mappingMethods} from './mapping.ts'
import type {MethodTable} from './method-table.ts'
import {numberAttribute} from './number.ts'
import {setMethods} from './set.ts'
import {textMethods} from './text.ts'
import {tupleMethods} from './tuple.ts'

/** The attribute or bound method a value's Python class has; undefined when it has none of that name. */
export function methodOf(of: Value, name: string): Value | undefined {
  if (/^__.*__$/.test(name)) return fail(`the attribute '${name}' of ${typeName(of)} is not supported`)
  if (of instanceof Instance) return of.attribute(name)
  const text = asText(of)
  if (text !== undefined) return bind(text, name, textMethods)
  if (Array.isArray(of)) return bind(of, name, listMethods)
  if (of instanceof Dict) return bind(of, name, mappingMethods)
  if (of instanceof Tuple) return bind(of, name, tupleMethods) ?? namedItem(of, name)
  if (of instanceof Members) return bind(of, name, setMethods)
  if (of instanceof Bytes) return bind(of, name, bytesMethods)
  const number = asNumber(of)
  return number === undefined ? undefined : numberAttribute(number, name)
}

function bind<Self>(self: Self, name: string, table: MethodTable<Self>): Callable | undefined {
  const method = Object.hasOwn(table, name) ? table[name] : undefined
  if (!method) return undefined
  return new Callable(name, call => method.run(self, new Arguments(`${name}()`, method.parameters, call)))
}

function namedItem(tuple: Tuple, name: string): Value | undefined {
  const index = tuple.names.indexOf(name)
  return index === -1 ? undefined : tuple.items[index]
}
