import {z} from 'zod'
import {servicesFile} from './schema/services-file.ts'
import {hiveFile} from './schema/stage.ts'

type JsonSchema = Readonly<Record<string, unknown>>

/** Schemas of the inventory's files for editors. */
export interface JsonSchemas {
  /** Accepts what either of the others accepts. */
  readonly any: JsonSchema
  readonly hive: JsonSchema
  readonly services: JsonSchema
}

/** JSON Schemas (draft 2020-12) of hive.yml and of services files, as they are before templates are evaluated. */
export function jsonSchemas(): JsonSchemas {
  const hive = fileSchema(hiveFile, 'hive.yml: the stages of a site')
  const services = fileSchema(servicesFile, 'A services file: services, images, volumes and networks of a site')
  return {any: {$schema: hive.$schema, title: 'A file of the inventory', anyOf: [hive, services]}, hive, services}
}

/** Keys at the top that begin with a dot or `x-` are the author's own. */
function fileSchema(schema: z.ZodType, title: string): JsonSchema {
  return {...z.toJSONSchema(schema, {io: 'input'}), title, patternProperties: {'^(\\.|x-)': {}}}
}
