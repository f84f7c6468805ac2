import {jsonSchemas} from '../inventory/json-schemas.ts'

/** Files of the inventory that have a schema; `any` accepts each of them. */
export const inventoryFiles = ['any', 'hive', 'services'] as const

/** The JSON Schema (2020-12) of a file of the inventory, for editors: made of the rules hive checks it by. */
export function inventorySchema(file: string): object {
  const {any, hive, services} = jsonSchemas()
  if (file === 'hive') return hive
  return file === 'services' ? services : any
}
