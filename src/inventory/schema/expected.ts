import {z} from 'zod'
import type {Path} from '../source-file.ts'

/** What the schema wants at a path, as words for "should be …"; undefined when the path is unknown to it. */
export function expectedAt(schema: z.ZodType, path: Path): string | undefined {
  return schemasAt(schema, path)
    .map(wordsOf)
    .find(words => words !== undefined)
}

/** Names of the attributes a mapping at that path may have; empty where any name is accepted. */
export function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  const objects = schemasAt(schema, path).flatMap(found => alternatives(found))
  return objects.flatMap(found => {
    if (found instanceof z.ZodObject) return Object.keys(found.shape)
    return found instanceof z.ZodRecord && found.keyType instanceof z.ZodEnum ? found.keyType.options.map(String) : []
  })
}

function schemasAt(schema: z.ZodType, path: Path): readonly z.ZodType[] {
  const [step, ...rest] = path
  if (step === undefined) return [schema]
  return alternatives(schema)
    .flatMap(found => childOf(found, step))
    .flatMap(found => schemasAt(found, rest))
}

function childOf(schema: z.ZodType, step: string | number): readonly z.ZodType[] {
  if (schema instanceof z.ZodObject) return asTypes(schema.shape[step])
  if (schema instanceof z.ZodArray) return typeof step === 'number' ? asTypes(schema.element) : []
  return schema instanceof z.ZodRecord ? asTypes(schema.valueType) : []
}

/** The schema without its optional and nullable wrappers, and the members of a union. */
function alternatives(schema: z.ZodType): readonly z.ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return asTypes(schema.unwrap()).flatMap(alternatives)
  if (schema instanceof z.ZodPipe) return asTypes(schema.in).flatMap(alternatives)
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(asTypes).flatMap(alternatives)
  return [schema]
}

function asTypes(schema: unknown): readonly z.ZodType[] {
  return schema instanceof z.ZodType ? [schema] : []
}

function wordsOf(schema: z.ZodType): string | undefined {
  if (schema.description !== undefined) return schema.description
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return asTypes(schema.unwrap())
      .map(wordsOf)
      .find(words => words !== undefined)
  }
  if (schema instanceof z.ZodEnum) return `one of ${schema.options.join(', ')}`
  if (schema instanceof z.ZodLiteral) return [...schema.values].join(' or ')
  if (schema instanceof z.ZodBoolean) return 'true or false'
  if (schema instanceof z.ZodNumber) return numberWords(schema)
  if (schema instanceof z.ZodString) return 'a text'
  if (schema instanceof z.ZodArray) return 'a list'
  return schema instanceof z.ZodObject || schema instanceof z.ZodRecord ? 'a mapping' : undefined
}

function numberWords(schema: z.ZodNumber): string {
  const {minValue, maxValue} = schema
  return maxValue !== null && maxValue < Number.MAX_SAFE_INTEGER
    ? `a whole number from ${minValue} to ${maxValue}`
    : 'a whole number'
}
