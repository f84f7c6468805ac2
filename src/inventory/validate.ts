import {closest, distance} from 'fastest-levenshtein'
import type {z} from 'zod'
import {Float, Unsafe} from '../template/context.ts'
import {type Problem, problemAt} from './problem.ts'
import {expectedAt, keysAt} from './schema/expected.ts'
import type {Path, SourceFile} from './source-file.ts'
import {isMapping, valueAt} from './value-at.ts'
import {VaultText} from './vault-text.ts'

/** Something wrong inside a value. */
export interface Finding {
  readonly path: Path
  readonly message: string
  readonly part?: 'key' | 'value'
}

/** A file's content as far as it is right, and what is wrong with the rest. */
export interface CheckedFile<T> {
  /** undefined when too little is right. */
  readonly value: T | undefined
  readonly problems: readonly Problem[]
}

/**
 * Checks a file's content against a schema. Unknown attributes, and items (a service, a stage) that something else is
 * wrong with, are left out of the value, so that the rest can be looked at further.
 */
export function validateFile<T>(file: SourceFile, schema: z.ZodType<T>): CheckedFile<T> {
  const value = withoutNotes(plainView(file.value))
  const result = validate({schema, value, sourceOf: path => file.sourceOf(path)})
  if ('value' in result) return {value: result.value, problems: []}
  const problems = result.findings.map(finding => problemAt({file, ...finding}))
  const unknown = result.findings.filter(({part, path}) => part === 'key' && valueAt(value, path) !== undefined)
  const wrong = result.findings.filter(finding => !unknown.includes(finding))
  const known = unknown.reduce((left, {path}) => withoutPath(left, path), value)
  const rest = schema.safeParse(withoutItems(known, wrong))
  return {value: rest.data, problems}
}

export interface ValidateRequest<T> {
  readonly schema: z.ZodType<T>
  readonly value: unknown
  /** The text of a scalar as written, where it is known. */
  readonly sourceOf?: (path: Path) => string | undefined
}

/** Checks a value against a schema: its typed value, or everything that is wrong with it. */
export function validate<T>(request: ValidateRequest<T>): {value: T} | {findings: readonly Finding[]} {
  const result = request.schema.safeParse(request.value)
  if (result.success) return {value: result.data}
  return {findings: result.error.issues.flatMap(issue => findingsOf(request, [], issue))}
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

type Request = ValidateRequest<unknown>
type Issue = z.core.$ZodIssue

function findingsOf(request: Request, base: Path, issue: Issue): readonly Finding[] {
  const path = [...base, ...issue.path.map(step => (typeof step === 'number' ? step : String(step)))]
  if (issue.code === 'unrecognized_keys') return issue.keys.map(key => unknownKey(request, path, key))
  if (issue.code === 'invalid_key') return [unknownKey(request, path.slice(0, -1), String(path.at(-1)))]
  if (issue.code === 'custom' && issue.message !== 'Invalid input') return [{path, message: issue.message}]
  if (issue.code === 'invalid_union') {
    const branch = issue.errors.find(issues => isInside(issues))
    if (branch) return branch.flatMap(inner => findingsOf(request, path, inner))
  }
  return [wrongValue(request, path)]
}

/** Whether a union's branch fits the value's own type, so that what it says about the inside is what matters. */
function isInside(issues: readonly Issue[]): boolean {
  return issues.every(issue => issue.path.length > 0 || issue.code === 'unrecognized_keys')
}

function unknownKey({schema}: Request, path: Path, key: string): Finding {
  const known = keysAt(schema, path)
  const hint = didYouMean(key, known) || ` Known here: ${known.toSorted().join(', ')}.`
  return {path: [...path, key], part: 'key', message: `this attribute is not known.${hint}`}
}

function wrongValue(request: Request, path: Path): Finding {
  const value = valueAt(request.value, path)
  const expected = expectedAt(request.schema, path) ?? 'something else'
  if (value === undefined)
    return {path, part: 'key', message: `this is required and missing; it should be ${expected}.`}
  const got = isSecretName(path) && typeof value === 'string' ? 'a text' : shown(value)
  return {path, message: `should be ${expected}, got ${got}.${hintOf(request, path, value)}`}
}

function hintOf({sourceOf}: Request, path: Path, value: unknown): string {
  const source = sourceOf?.(path)
  if (typeof value === 'number' && source?.includes(':')) {
    return ` YAML 1.1 reads ${source} as a number in base 60: put it in quotes.`
  }
  if (sourceOf && typeof value === 'string' && /\{\{|\{%/.test(value)) return ' Templates are not evaluated here.'
  return ''
}

function isSecretName(path: Path): boolean {
  return /pass|secret|token|credential|private_key/i.test(String(path.at(-1)))
}

/** The value without what stands at a path. */
function withoutPath(value: unknown, [key, ...rest]: Path): unknown {
  if (Array.isArray(value)) return value.map((inner, index) => (index === key ? withoutPath(inner, rest) : inner))
  if (!isMapping(value)) return value
  const kept = Object.entries(value).filter(([name]) => name !== key || rest.length > 0)
  return Object.fromEntries(kept.map(([name, inner]) => [name, name === key ? withoutPath(inner, rest) : inner]))
}

/** The value without the items, or else the keys at the top, that findings are about. */
function withoutItems(value: unknown, findings: readonly Finding[]): unknown {
  if (!isMapping(value)) return value
  const isWrong = (...path: Path): boolean =>
    findings.some(finding => path.every((step, index) => finding.path[index] === step))
  const isWhole = (key: string): boolean => findings.some(({path}) => path.length === 1 && path[0] === key)
  const entries = Object.entries(value).filter(([key]) => !isWhole(key))
  return Object.fromEntries(
    entries.map(([key, items]) => [
      key,
      isMapping(items) ? Object.fromEntries(Object.entries(items).filter(([item]) => !isWrong(key, item))) : items,
    ]),
  )
}

/** Keys at the top that begin with a dot or `x-` are the author's own, to keep YAML anchors in. */
function withoutNotes(value: unknown): unknown {
  if (!isMapping(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => !/^(\.|x-)/.test(key)))
}

/** Tagged values stand where a template could: their content is not ours to check. */
function plainView(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainView)
  if (value instanceof Float) return value.value
  if (value instanceof Unsafe || value instanceof VaultText) return '{{ tagged }}'
  if (!isMapping(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainView(inner)]))
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
