import type {CallArguments} from './call-arguments.ts'
import type {Value} from './value.ts'

/** A Python object that is none of the plain kinds: a function, a range, a date, the `loop` variable. */
export abstract class Instance {
  /** The name of its Python class. */
  abstract readonly typeName: string

  /** An attribute or bound method; undefined when it has none of that name. */
  attribute(_name: string): Value | undefined {
    return undefined
  }

  /** The value at a key or index; undefined when there is none. */
  item(_key: Value): Value | undefined {
    return undefined
  }

  /** What iterating over it yields; undefined when it cannot be iterated. */
  elements(): Iterable<Value> | undefined {
    return undefined
  }

  /** `len()`; undefined when it has no length. */
  size(): number | undefined {
    return undefined
  }

  /** The result of calling it; undefined when it cannot be called. */
  call(_args: CallArguments): Value | undefined {
    return undefined
  }

  /** Whether it is a mapping as far as `is mapping` and `combine` are concerned. */
  isMapping(): boolean {
    return false
  }

  /** A text that is equal for equal objects; undefined compares by identity. */
  identity(): string | undefined {
    return undefined
  }

  /** Negative, zero or positive as this sorts before, with or after the other; undefined when they have no order. */
  compare(_other: Instance): number | undefined {
    return undefined
  }

  /** This minus another; undefined when that has no meaning. */
  subtract(_other: Instance): Value | undefined {
    return undefined
  }

  /** Whether it becomes a list where it is put out: ranges and the views of a mapping do. */
  isUnrolled(): boolean {
    return false
  }

  /** `format(this, spec)`; undefined when it takes no format. */
  format(_spec: string): string | undefined {
    return undefined
  }

  isCallable(): boolean {
    return false
  }

  isTrue(): boolean {
    return this.size() !== 0
  }

  str(): string {
    return this.repr()
  }

  repr(): string {
    return `<${this.typeName}>`
  }
}
