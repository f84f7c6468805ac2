import {z} from 'zod'
import {Float} from '../../template/context.ts'
import {splitWords} from './split-words.ts'

// Values after their templates were evaluated. Templates give text, so every text that reads as the wanted type is
// taken, as Ansible does.

/** `1.0` is no integer, and its text says so. */
const float = z.instanceof(Float)

export const text = z.union([z.string(), z.number(), float]).transform(textOf).describe('a text')

/** Numbers and booleans become the text JSON has for them; an empty value becomes the empty text. */
export const scalarText = z
  .union([z.string(), z.number(), z.boolean(), z.null(), float])
  .transform(textOf)
  .describe('a text, a number or a boolean')

export const texts = z.array(text).describe('a list of texts')

export const textOrTexts = z
  .union([text, z.array(text)])
  .transform(value => (typeof value === 'string' ? [value] : value))
  .describe('a text or a list of texts')

/** One text is split into words as a shell does. */
export const words = z
  .union([z.string().transform(splitWords), z.array(scalarText)])
  .describe('a text or a list of texts')

export const scalarTexts = z.record(z.string(), scalarText).describe('a mapping of names to texts')

export const wholeNumber = z
  .union([
    z.number().int(),
    z
      .string()
      .regex(/^\s*-?\d+\s*$/)
      .transform(Number),
  ])
  .describe('a whole number')

export const number = z
  .union([
    z.number().nonnegative(),
    z
      .string()
      .regex(/^\s*\d+(\.\d+)?\s*$/)
      .transform(Number),
    float.transform(({value}) => value),
  ])
  .describe('a number, zero or more')

export const boolean = z
  .union([
    z.boolean(),
    z
      .string()
      .regex(/^(true|yes|on|1|false|no|off|0)$/i)
      .transform(value => /^(t|y|on|1)/i.test(value)),
  ])
  .describe('true or false')

export const duration = z
  .string()
  .regex(/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/)
  .describe('a duration, for example 30s or 1m30s')

/** Bytes. Units are powers of 1024, as Docker has them. */
export const size = z
  .union([
    z.number().int().nonnegative(),
    z
      .string()
      .regex(/^\s*\d+(\.\d+)?\s*([kmgtp]i?)?b?\s*$/i)
      .transform(toBytes),
  ])
  .describe('a size, for example 512M')

export const port = z
  .union([
    z.number().int().min(1).max(65_535),
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number),
  ])
  .describe('a port number from 1 to 65535')

function toBytes(value: string): number {
  const [, amount = '0', unit = ''] = /^\s*([\d.]+)\s*([kmgtp]?)/i.exec(value) ?? []
  return Math.round(Number(amount) * 1024 ** ('kmgtp'.indexOf(unit.toLowerCase() || ' ') + 1))
}

/** The text of a single value, as Python writes it; an empty value is the empty text. */
export function textOf(value: string | number | boolean | null | Float): string {
  if (value instanceof Float) return Number.isInteger(value.value) ? `${value.value}.0` : String(value.value)
  return value === null ? '' : String(value)
}
