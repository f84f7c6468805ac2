import type {z} from 'zod'
import type {InventoryEntry} from '../inventory/entry.ts'
import type {Inventory} from '../inventory/inventory.ts'
import type {Problem} from '../inventory/problem.ts'
import {validate} from '../inventory/validate.ts'
import type {ObjectVariables} from './object-variables.ts'
import type {Scopes} from './scopes.ts'
import type {InventoryObject} from './site.ts'

/** What reading the objects of a site works with; problems are collected, so that all can be told at once. */
export interface Reading {
  readonly inventory: Inventory
  readonly scopes: Scopes
  readonly templateProblems: Problem[]
  readonly valueProblems: Problem[]
}

/** The part that everything with a name in the inventory has. */
export function describeObject({inventory, scopes}: Reading, entry: InventoryEntry): InventoryObject {
  return {
    name: entry.name,
    groups: inventory.groups.groupsOf(entry.name),
    variables: scopes.of(entry),
    position: entry.origin.file.locate(entry.origin.path, 'key'),
  }
}

/**
 * Evaluates the variables a schema asks for (its keys, each with `hive_` before it) and checks what came out. undefined
 * when something is wrong, which is then among the problems.
 */
export function readValues<T>(
  reading: Reading,
  entry: InventoryEntry,
  schema: z.ZodObject & z.ZodType<T>,
): T | undefined {
  const variables = reading.scopes.of(entry)
  const before = reading.templateProblems.length
  const values = Object.keys(schema.shape).map(key => [key, readVariable(reading, variables, `hive_${key}`)] as const)
  const present = Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== null))
  if (reading.templateProblems.length > before) return undefined
  const result = validate({schema, value: present})
  if ('value' in result) return result.value
  const problems = result.findings.map(({path: [key, ...inner], message}) =>
    variables.problem(`hive_${key}`, inner, message),
  )
  reading.valueProblems.push(...problems)
  return undefined
}

/** The value of one variable; what is wrong with it is among the problems. */
export function readVariable({templateProblems}: Reading, variables: ObjectVariables, name: string): unknown {
  const {value, problems} = variables.evaluate(name)
  templateProblems.push(...problems)
  return value
}
