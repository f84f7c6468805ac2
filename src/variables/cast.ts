import {statSync} from 'node:fs'
import {resolve} from 'node:path'
import {HiveError} from '../error.ts'
import type {Variable} from './table.ts'

/**
 * Turns a value from the command line, `hive set` or the persistents file into the variable's type; text is always
 * accepted, because files written by hive-builder hold numbers as text.
 * @throws HiveError VARIABLE_INVALID that names the variable, the value and what is accepted.
 */
export function castVariable(variable: Variable, value: unknown): unknown {
  switch (variable.type) {
    case 'boolean':
      return castBoolean(variable, value)
    case 'integer':
      return castInteger(variable, value)
    case 'enum':
      return castEnum(variable, value)
    case 'directory':
      return castDirectory(variable, value)
    case 'dict':
      return castDict(variable, value)
    case 'string':
      return castString(variable, value)
  }
}

function castBoolean(variable: Variable, value: unknown): boolean {
  const text = String(value).toLowerCase()
  if (['true', 'yes', '1'].includes(text)) return true
  if (['false', 'no', '0'].includes(text)) return false
  throw invalid(variable, value, 'true, yes, 1, false, no or 0')
}

function castInteger(variable: Variable, value: unknown): number {
  const text = String(value).trim()
  if (!/^\d{1,15}$/.test(text)) throw invalid(variable, value, 'a whole number, zero or more')
  return Number(text)
}

function castEnum(variable: Variable, value: unknown): string {
  const options = variable.options ?? []
  const option = options.find(candidate => candidate === value)
  if (option === undefined) throw invalid(variable, value, `one of ${options.join(', ')}`)
  return option
}

function castDirectory(variable: Variable, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw invalid(variable, value, 'the name of a directory')
  const directory = resolve(value)
  if (statSync(directory, {throwIfNoEntry: false})?.isDirectory()) return directory
  throw invalid(variable, value, 'a directory that exists')
}

function castDict(variable: Variable, value: unknown): Readonly<Record<string, unknown>> {
  const parsed = typeof value === 'string' ? parseJson(variable, value) : value
  if (isRecord(parsed)) return parsed
  throw invalid(variable, value, 'a JSON object, for example {"web80": 61001}')
}

function parseJson(variable: Variable, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid(variable, text, 'a JSON object, for example {"web80": 61001}', error)
  }
}

function castString(variable: Variable, value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw invalid(variable, value, 'a text')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(variable: Variable, value: unknown, expected: string, cause?: unknown): HiveError {
  const shown = variable.secret ? '***' : JSON.stringify(value)
  return new HiveError('VARIABLE_INVALID', `Variable ${variable.name} can not be ${shown}: expected ${expected}.`, {
    cause,
  })
}
