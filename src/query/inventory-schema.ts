import {z} from 'zod'
import {servicesFile} from '../inventory/schema/service.ts'
import {hiveFile} from '../inventory/schema/stage.ts'

/** Files of the inventory that have a schema; `any` accepts each of them. */
export const inventoryFiles = ['any', 'hive', 'services'] as const

const schemas: Readonly<Record<string, z.ZodType>> = {
  any: z.union([hiveFile, servicesFile]),
  hive: hiveFile,
  services: servicesFile,
}

/** The JSON Schema (2020-12) of a file of the inventory, for editors: made of the rules hive checks it by. */
export function inventorySchema(file: string): object {
  return z.toJSONSchema(schemas[file] ?? z.never(), {io: 'input', unrepresentable: 'any'})
}
