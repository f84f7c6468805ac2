import {fail} from '../failure.ts'
import type {CallArguments} from '../value/call-arguments.ts'
import {none} from '../value/none.ts'
import {asInteger} from '../value/number.ts'
import {asText} from '../value/text.ts'
import {isTrue} from '../value/truth.ts'
import {typeName} from '../value/type-name.ts'
import {Undefined} from '../value/undefined.ts'
import {refuseUndefined} from '../value/undefined-use.ts'
import type {Value} from '../value/value.ts'

/**
 * The arguments of a call matched with the parameters of what is called. Parameters are written `name` (required),
 * `name?`, `*rest` and `**named`.
 */
export class Arguments {
  readonly callee: string
  /** What `*rest` takes up. */
  readonly rest: readonly Value[]
  /** What `**named` takes up. */
  readonly named: ReadonlyMap<string, Value>
  readonly #bound: ReadonlyMap<string, Value>

  constructor(callee: string, parameters: readonly string[], call: CallArguments) {
    const binding = bind(callee, parameters, call)
    this.callee = callee
    this.#bound = binding.bound
    this.rest = binding.rest
    this.named = binding.named
  }

  has(name: string): boolean {
    return this.#bound.has(name)
  }

  /** An argument that need not be given; undefined values are passed on. */
  optional(name: string): Value | undefined {
    return this.#bound.get(name)
  }

  /** A required argument, or one with a fallback; undefined values are passed on. */
  raw(name: string, fallback?: Value): Value {
    return this.#bound.get(name) ?? fallback ?? fail(`${this.callee} needs the argument '${name}'`)
  }

  value(name: string, fallback?: Value): Exclude<Value, Undefined> {
    const value = this.raw(name, fallback)
    return value instanceof Undefined ? refuseUndefined(value) : value
  }

  text(name: string, fallback?: string): string {
    const value = this.value(name, fallback)
    return asText(value) ?? this.#refuse(name, 'text', value)
  }

  /** A whole number that fits JavaScript's; `None` counts as not given where there is a fallback. */
  integer(name: string, fallback?: number): number {
    const given = this.#bound.get(name)
    if (fallback !== undefined && (given === undefined || given === none)) return fallback
    const value = this.value(name)
    return Number(asInteger(value) ?? this.#refuse(name, 'an integer', value))
  }

  /** Whether a switch is on, by Python's truth. */
  flag(name: string, fallback = false): boolean {
    return isTrue(this.value(name, fallback))
  }

  #refuse(name: string, expected: string, value: Value): never {
    return fail(`${this.callee} needs ${expected} as '${name}', got ${typeName(value)}`)
  }
}

interface Binding {
  readonly bound: ReadonlyMap<string, Value>
  readonly rest: readonly Value[]
  readonly named: ReadonlyMap<string, Value>
}

function bind(callee: string, parameters: readonly string[], call: CallArguments): Binding {
  const names = parameters.filter(parameter => !parameter.startsWith('*')).map(nameOf)
  const bound = new Map(call.positional.slice(0, names.length).map((value, index) => [names[index] ?? '', value]))
  const rest = call.positional.slice(names.length)
  const named = new Map<string, Value>()
  for (const [name, value] of call.named) {
    if (bound.has(name)) fail(`${callee} got two values for the argument '${name}'`)
    const target = names.includes(name) ? bound : named
    target.set(name, value)
  }
  checkBinding(callee, parameters, {bound, rest, named})
  return {bound, rest, named}
}

function checkBinding(callee: string, parameters: readonly string[], {bound, rest, named}: Binding): void {
  const [surplus] = named.keys()
  if (surplus !== undefined && !parameters.some(name => name.startsWith('**'))) {
    fail(`${callee} takes no argument named '${surplus}'`)
  }
  if (rest.length > 0 && !parameters.some(name => /^\*[^*]/.test(name))) {
    fail(`${callee} takes at most ${bound.size} arguments, ${bound.size + rest.length} were given`)
  }
  const missing = parameters.find(name => !/^\*|\?$/.test(name) && !bound.has(name))
  if (missing !== undefined) fail(`${callee} needs the argument '${missing}'`)
}

function nameOf(parameter: string): string {
  return parameter.endsWith('?') ? parameter.slice(0, -1) : parameter
}
