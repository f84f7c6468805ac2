import {Undefined} from '../value/undefined.ts'
import type {Value} from '../value/value.ts'
import type {Machine} from './machine.ts'

/**
 * The names one block of a template sees. A variable from outside is evaluated once per block that reads it, in the
 * outermost such block, so that a list changed through `append` stays changed.
 */
export class Scope {
  readonly machine: Machine
  /** Whether output that reads as a list, mapping or boolean becomes one. */
  readonly converts: boolean
  readonly #parent: Scope | undefined
  readonly #reads: ReadonlySet<string>
  readonly #assigned = new Map<string, Value>()
  readonly #resolved = new Map<string, Value>()

  constructor(machine: Machine, reads: ReadonlySet<string>, converts: boolean, parent?: Scope) {
    this.machine = machine
    this.converts = converts
    this.#reads = reads
    this.#parent = parent
  }

  child(reads: ReadonlySet<string>): Scope {
    return new Scope(this.machine, reads, this.converts, this)
  }

  assign(name: string, value: Value): void {
    this.#assigned.set(name, value)
  }

  get(name: string): Value {
    return this.#local(name) ?? this.#reader(name).#resolve(name)
  }

  #local(name: string): Value | undefined {
    const value = this.#assigned.get(name)
    const parent = this.#parent
    return value === undefined && parent ? parent.#local(name) : value
  }

  #reader(name: string): Scope {
    const parent = this.#parent
    if (!parent) return this
    const outer = parent.#reader(name)
    return outer.#reads.has(name) ? outer : this
  }

  #resolve(name: string): Value {
    const known = this.#resolved.get(name)
    if (known !== undefined) return known
    const value = this.machine.variable(name) ?? this.machine.global(name) ?? new Undefined(name)
    this.#resolved.set(name, value)
    return value
  }
}
