import {z} from 'zod'
import {servicesFile} from './schema/service.ts'
import {hiveFile} from './schema/stage.ts'

/** Schemas of the inventory's files for editors. */
export interface JsonSchemas {
  readonly hive: Readonly<Record<string, unknown>>
  readonly services: Readonly<Record<string, unknown>>
}

/** JSON Schemas (draft 2020-12) of hive.yml and of services files, as they are before templates are evaluated. */
export function jsonSchemas(): JsonSchemas {
  return {
    hive: fileSchema(hiveFile, 'hive.yml: the stages of a site'),
    services: fileSchema(servicesFile, 'A services file: services, images, volumes and networks of a site'),
  }
}

/** Keys at the top that begin with a dot or `x-` are the author's own. */
function fileSchema(schema: z.ZodType, title: string): Readonly<Record<string, unknown>> {
  return {...z.toJSONSchema(schema, {io: 'input'}), title, patternProperties: {'^(\\.|x-)': {}}}
}
