import {z} from 'zod'

/** A text with a Jinja2 template in it: its type is known only after evaluation. */
export const template = z.string().regex(/\{\{|\{%|\{#/)

/** Any single value; Ansible makes text of numbers and booleans. */
export const scalar = z.union([z.string(), z.number(), z.boolean()]).describe('a text, a number or a boolean')

/** A text, or a number that is meant as one (`user: 1000`). */
export const text = z.union([z.string().min(1), z.number()]).describe('a text')

export const boolean = z.union([z.boolean(), template]).describe('true or false')

export const wholeNumber = z
  .union([z.number().int().nonnegative(), z.string().regex(/^\d+$/), template])
  .describe('a whole number, zero or more')

/** A number, or its text. */
export const number = z
  .union([z.number().nonnegative(), z.string().regex(/^\d+(\.\d+)?$/), template])
  .describe('a number, zero or more')

/** Bytes: a number, or a number with a unit as Docker writes it (`512M`). */
export const size = z
  .union([z.number().nonnegative(), z.string().regex(/^\d+(\.\d+)?\s*([kKmMgGtTpP]i?)?[bB]?$/), template])
  .describe('a size, for example 512M')

/** A Go duration as Docker writes it. */
export const duration = z
  .union([z.string().regex(/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/), template])
  .describe('a duration, for example 30s or 1m30s')

export const texts = z.union([z.array(text), template]).describe('a list of texts')

/** A command: one text, or its words as a list. */
export const command = z.union([z.string(), z.array(scalar)]).describe('a text or a list of texts')

/** One text or a list of them. */
export const textOrTexts = z.union([text, z.array(text)]).describe('a text or a list of texts')

/** A mapping from a name to a single value; null stands for an empty value. */
export const scalars = z
  .union([z.record(z.string(), scalar.nullable()), template])
  .describe('a mapping of names to texts')

export const stage = z.enum(['private', 'staging', 'production'])

export const stages = z.array(stage)

export const cidr = z
  .string()
  .regex(/^[0-9a-fA-F.:]+\/\d{1,3}$/)
  .describe('a network, for example 192.168.56.0/24')
