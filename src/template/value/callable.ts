import {fail} from '../failure.ts'
import type {CallArguments} from './call-arguments.ts'
import {Instance} from './instance.ts'
import type {Value} from './value.ts'

/** A function or bound method. */
export class Callable extends Instance {
  readonly typeName = 'function'
  readonly name: string
  readonly #run: (args: CallArguments) => Value

  constructor(name: string, run: (args: CallArguments) => Value) {
    super()
    this.name = name
    this.#run = run
  }

  override call(args: CallArguments): Value {
    return this.#run(args)
  }

  override isCallable(): boolean {
    return true
  }

  override repr(): string {
    return fail(`'${this.name}' is a function; its result is '${this.name}()'`)
  }
}
