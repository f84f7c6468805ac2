import {HiveError} from '../error.ts'
import type {InventoryObject} from './site.ts'

/** A variable that is a text (numbers are taken as written); undefined when it is not set. Throws INVENTORY_INVALID. */
export function textVariable(object: InventoryObject, name: string): string | undefined {
  const value = object.variables.get(name)
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return value
  throw wrong(object, name, value, 'a text')
}

/** A variable that is a list of texts, or one text for a list of one; undefined when it is not set. Throws INVENTORY_INVALID. */
export function textListVariable(object: InventoryObject, name: string): readonly string[] | undefined {
  const value = object.variables.get(name)
  if (value === undefined || value === null) return undefined
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.map(item => {
    if (typeof item === 'string') return item
    throw wrong(object, name, value, 'a text or a list of texts')
  })
}

/** A TCP or UDP port; undefined when it is not set. Throws INVENTORY_INVALID. */
export function portVariable(object: InventoryObject, name: string): number | undefined {
  const value = textVariable(object, name)
  if (value === undefined) return undefined
  const port = Number(value)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw wrong(object, name, value, 'a port from 1 to 65535')
}

function wrong({name: object, position}: InventoryObject, name: string, value: unknown, expected: string): HiveError {
  const where = position === undefined ? '' : `${position.file}:${position.line}: `
  return new HiveError(
    'INVENTORY_INVALID',
    `${where}${object}: ${name} should be ${expected}, got ${JSON.stringify(value)}.`,
  )
}
