import type {StageName} from '../site/site.ts'
import type {Origin} from './origin.ts'

export type EntryKind = 'server' | 'mother' | 'service' | 'image' | 'volume' | 'network'

/** A variable before its templates are evaluated, and where it was written if it was. */
export interface RawVariable {
  readonly value: unknown
  readonly origin?: Origin
}

export type RawVariables = ReadonlyMap<string, RawVariable>

/** One thing the files of the inventory describe. */
export interface InventoryEntry {
  readonly kind: EntryKind
  readonly name: string
  /** Groups it is put into itself. */
  readonly groups: readonly string[]
  readonly stages: readonly StageName[]
  /** What its own definition says. */
  readonly variables: RawVariables
  readonly origin: Origin
}

/** A server, with what cannot be told from its variables. */
export interface ServerEntry extends InventoryEntry {
  readonly kind: 'server'
  readonly stage: StageName
  readonly index: number
}

/** Collects variables from attributes of a mapping: `hive_<attribute>` for those that are there. */
export function variablesOf(
  origin: Origin,
  value: unknown,
  names: Readonly<Record<string, string>>,
): Map<string, RawVariable> {
  const found = Object.entries(names).flatMap(([attribute, variable]) => {
    const inner = typeof value === 'object' && value !== null ? Reflect.get(value, attribute) : undefined
    const path = [...origin.path, attribute]
    return inner === undefined ? [] : [[variable, {value: inner, origin: {file: origin.file, path}}] as const]
  })
  return new Map(found)
}
