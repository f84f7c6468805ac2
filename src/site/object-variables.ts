import {reasonOf} from '../error.ts'
import type {RawVariable, RawVariables} from '../inventory/entry.ts'
import {inventoryError, type Problem, problemAt} from '../inventory/problem.ts'
import type {Origin, Path} from '../inventory/source-file.ts'
import {didYouMean} from '../inventory/validate.ts'
import {VaultText} from '../inventory/vault-text.ts'
import {Float, type TemplateContext, Unsafe} from '../template/context.ts'
import {evaluate, omit, UndefinedVariable} from '../template/evaluate.ts'
import type {Variables} from './site.ts'

/** What an evaluation came to. A variable that is not there, or is `omit`, has neither. */
export interface Outcome {
  readonly value?: unknown
  readonly problem?: Problem
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
    const {value, problem} = this.evaluate(name)
    if (problem) throw inventoryError([problem], 'TEMPLATE_FAILED')
    return value
  }

  has(name: string): boolean {
    return this.#request.raw.has(name)
  }

  names(): readonly string[] {
    return [...this.#request.raw.keys()]
  }

  /** As `get`, but tells what is wrong instead of throwing it. */
  evaluate(name: string): Outcome {
    const known = this.#outcomes.get(name)
    if (known) return known
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
    if (!variable) return {}
    if (holdsVault(variable.value)) return {problem: this.problem(name, [], encrypted)}
    try {
      const value = evaluate(variable.value, this.#request.context)
      return value === omit || value === undefined ? {} : {value: withoutTags(value)}
    } catch (error) {
      return {problem: this.#failure(name, variable, error)}
    }
  }

  #failure(name: string, variable: RawVariable, error: unknown): Problem {
    const [inner, reason] = this.#failingPart(variable.value, [], error)
    return this.problem(name, inner, `${reasonOf(reason)}${this.#nearest(reason)}`)
  }

  #nearest(reason: unknown): string {
    const cause = reason instanceof Error ? reason.cause : undefined
    if (!(cause instanceof UndefinedVariable)) return ''
    return didYouMean(cause.variable, cause.candidates.length > 0 ? cause.candidates : this.names())
  }

  /** The innermost part of a value whose evaluation fails by itself. */
  #failingPart(value: unknown, path: Path, error: unknown): readonly [Path, unknown] {
    if (!isContainer(value)) return [path, error]
    for (const [key, inner] of Object.entries(value)) {
      const step = Array.isArray(value) ? Number(key) : key
      try {
        evaluate(inner, this.#request.context)
      } catch (innerError) {
        return this.#failingPart(inner, [...path, step], innerError)
      }
    }
    return [path, error]
  }
}

function isContainer(value: unknown): value is object {
  return (
    Array.isArray(value) ||
    (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
  )
}

/** Tags have done their work once a value is evaluated. */
function withoutTags(value: unknown): unknown {
  if (value instanceof Float) return value.value
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
