import {reasonOf} from '../error.ts'
import type {RawVariable, RawVariables} from '../inventory/entry.ts'
import type {Origin} from '../inventory/origin.ts'
import {inventoryError, type Problem, problemAt} from '../inventory/problem.ts'
import type {Path} from '../inventory/source-file.ts'
import {didYouMean} from '../inventory/validate.ts'
import {VaultText} from '../inventory/vault-text.ts'
import {Float, type TemplateContext, Unsafe} from '../template/context.ts'
import {evaluate, omit, UndefinedVariable} from '../template/evaluate.ts'
import type {Variables} from './site.ts'

/** What an evaluation came to. A variable that is not there, or is `omit`, has no value. */
export interface Outcome {
  readonly value?: unknown
  readonly problems: readonly Problem[]
}

export interface VariablesRequest {
  /** Where the object is written, for messages about variables that are written nowhere. */
  readonly origin: Origin
  readonly raw: RawVariables
  readonly context: TemplateContext
}

/** The variables of one object, each evaluated when it is first read. */
export class ObjectVariables implements Variables {
  readonly #request: VariablesRequest
  readonly #outcomes = new Map<string, Outcome>()

  constructor(request: VariablesRequest) {
    this.#request = request
  }

  get(name: string): unknown {
    const {value, problems} = this.evaluate(name)
    if (problems.length > 0) throw inventoryError(problems, 'TEMPLATE_FAILED')
    return withoutFloats(value)
  }

  has(name: string): boolean {
    return this.#request.raw.has(name)
  }

  names(): readonly string[] {
    return [...this.#request.raw.keys()]
  }

  /** As `get`, but tells what is wrong instead of throwing it, and leaves floats that look whole as `Float`. */
  evaluate(name: string): Outcome {
    const known = this.#outcomes.get(name)
    if (known) return known
    // Reading it again while it is being evaluated finds this.
    this.#outcomes.set(name, {problems: [this.problem(name, [], 'this refers to itself through hostvars.')]})
    const outcome = this.#evaluate(name)
    this.#outcomes.set(name, outcome)
    return outcome
  }

  /** A problem with a variable's value, or with something inside it, where it is written. */
  problem(name: string, inner: Path, message: string): Problem {
    const origin = this.#request.raw.get(name)?.origin
    if (origin) return problemAt({file: origin.file, path: [...origin.path, ...inner], message})
    const {file, path} = this.#request.origin
    return {...problemAt({file, path, message, part: 'key'}), path: [...path, name, ...inner]}
  }

  #evaluate(name: string): Outcome {
    const variable = this.#request.raw.get(name)
    if (!variable) return {problems: []}
    if (holdsVault(variable.value)) return {problems: [this.problem(name, [], encrypted)]}
    try {
      const value = evaluate(variable.value, this.#request.context)
      return value === omit || value === undefined ? {problems: []} : {value: withoutTags(value), problems: []}
    } catch (error) {
      return {problems: this.#failures(name, variable, error)}
    }
  }

  #failures(name: string, {value}: RawVariable, error: unknown): readonly Problem[] {
    return this.#failingParts(value, [], error).map(([inner, reason]) =>
      this.problem(name, inner, `${reasonOf(reason)}${this.#nearest(reason)}`),
    )
  }

  #nearest(reason: unknown): string {
    const cause = reason instanceof Error ? reason.cause : undefined
    if (!(cause instanceof UndefinedVariable)) return ''
    return didYouMean(cause.variable, cause.candidates.length > 0 ? cause.candidates : this.names())
  }

  /** The innermost parts of a value whose evaluation fails by itself, and why. */
  #failingParts(value: unknown, path: Path, error: unknown): readonly (readonly [Path, unknown])[] {
    if (!isContainer(value)) return [[path, error]]
    const parts = Object.entries(value).flatMap(([key, inner]) => {
      const innerError = this.#errorOf(inner)
      return innerError === undefined
        ? []
        : this.#failingParts(inner, [...path, Array.isArray(value) ? Number(key) : key], innerError)
    })
    return parts.length > 0 ? parts : [[path, error]]
  }

  #errorOf(value: unknown): unknown {
    try {
      evaluate(value, this.#request.context)
      return undefined
    } catch (error) {
      return error
    }
  }
}

function isContainer(value: unknown): value is object {
  return (
    Array.isArray(value) ||
    (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
  )
}

function withoutFloats(value: unknown): unknown {
  if (value instanceof Float) return value.value
  if (Array.isArray(value)) return value.map(withoutFloats)
  if (!isContainer(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutFloats(inner)]))
}

/** The tag has done its work once a value is evaluated. */
function withoutTags(value: unknown): unknown {
  if (value instanceof Unsafe) return value.text
  if (Array.isArray(value)) return value.map(withoutTags)
  if (!isContainer(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutTags(inner)]))
}

/** What is said of a value only ansible-vault can open. */
export const encrypted = 'this is encrypted with ansible-vault, which hive can not open; only Ansible roles can use it.'

/** Whether a value holds something that only ansible-vault can open. */
export function holdsVault(value: unknown): boolean {
  if (value instanceof VaultText) return true
  return isContainer(value) && Object.values(value).some(holdsVault)
}
