import {closest, distance} from 'fastest-levenshtein'
import type {z} from 'zod'
import {Float, Unsafe} from '../template/context.ts'
import {type Problem, problemAt} from './problem.ts'
import {expectedAt, keysAt} from './schema/expected.ts'
import type {Path, SourceFile} from './source-file.ts'
import {valueAt} from './value-at.ts'
import {VaultText} from './vault-text.ts'

/** Checks a file's content against a schema: its typed value, or everything that is wrong with it. */
export function validateFile<T>(file: SourceFile, schema: z.ZodType<T>): {value: T} | {problems: readonly Problem[]} {
  const result = schema.safeParse(withoutNotes(plainView(file.value)))
  if (result.success) return {value: result.data}
  const check: Check = {file, schema}
  return {problems: result.error.issues.flatMap(issue => problemsOf(check, [], issue))}
}

/** What is nearest to a word among the known ones, as a sentence to append; empty when nothing is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  if (known.length === 0) return ''
  const nearest = closest(word, [...known])
  return distance(word, nearest) <= Math.max(2, Math.floor(word.length / 3)) ? ` Did you mean ${nearest}?` : ''
}

/** What a value is, for "got …". */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  if (typeof value === 'string') return `the text ${JSON.stringify(shortened(value))}`
  return typeof value === 'number' ? `the number ${value}` : `${value}`
}

interface Check {
  readonly file: SourceFile
  readonly schema: z.ZodType
}

type Issue = z.core.$ZodIssue

function problemsOf(check: Check, base: Path, issue: Issue): readonly Problem[] {
  const path = [...base, ...issue.path.map(step => (typeof step === 'number' ? step : String(step)))]
  if (issue.code === 'unrecognized_keys') return issue.keys.map(key => unknownKey(check, path, key))
  if (issue.code === 'invalid_key') return [unknownKey(check, path.slice(0, -1), String(path.at(-1)))]
  if (issue.code === 'invalid_union') {
    const branch = issue.errors.find(issues => isInside(issues))
    if (branch) return branch.flatMap(inner => problemsOf(check, path, inner))
  }
  return [wrongValue(check, path)]
}

/** Whether a union's branch fits the value's own type, so that what it says about the inside is what matters. */
function isInside(issues: readonly Issue[]): boolean {
  return issues.every(issue => issue.path.length > 0 || issue.code === 'unrecognized_keys')
}

function unknownKey({file, schema}: Check, path: Path, key: string): Problem {
  const known = keysAt(schema, path)
  const hint = didYouMean(key, known) || ` Known here: ${known.toSorted().join(', ')}.`
  return problemAt({file, path: [...path, key], part: 'key', message: `this attribute is not known.${hint}`})
}

function wrongValue({file, schema}: Check, path: Path): Problem {
  const value = valueAt(file.value, path)
  const expected = expectedAt(schema, path) ?? 'something else'
  if (value === undefined) {
    const message = `this is required and missing; it should be ${expected}.`
    return {...problemAt({file, path: path.slice(0, -1), part: 'key', message}), path}
  }
  const got = isSecretName(path) && typeof value === 'string' ? 'a text' : shown(value)
  return problemAt({file, path, message: `should be ${expected}, got ${got}.${hintOf(file, path, value)}`})
}

function hintOf(file: SourceFile, path: Path, value: unknown): string {
  const source = file.sourceOf(path)
  if (typeof value === 'number' && source?.includes(':')) {
    return ` YAML 1.1 reads ${source} as a number in base 60: put it in quotes.`
  }
  if (typeof value === 'string' && /\{\{|\{%/.test(value)) return ' Templates are not evaluated here.'
  return ''
}

function isSecretName(path: Path): boolean {
  return /pass|secret|token|credential|private_key/i.test(String(path.at(-1)))
}

/** Keys at the top that begin with a dot or `x-` are the author's own, to keep YAML anchors in. */
function withoutNotes(value: unknown): unknown {
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => !/^(\.|x-)/.test(key)))
}

/** Tagged values stand where a template could: their content is not ours to check. */
function plainView(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainView)
  if (value instanceof Float) return value.value
  if (value instanceof Unsafe || value instanceof VaultText) return '{{ tagged }}'
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainView(inner)]))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
