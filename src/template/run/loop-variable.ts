import {fail} from '../failure.ts'
import type {CallArguments} from '../value/call-arguments.ts'
import {Callable} from '../value/callable.ts'
import {equals} from '../value/equality.ts'
import {Instance} from '../value/instance.ts'
import {Tuple} from '../value/tuple.ts'
import {Undefined} from '../value/undefined.ts'
import type {Value} from '../value/value.ts'

/** The `loop` of a `{% for %}`. */
export class LoopVariable extends Instance {
  readonly typeName = 'LoopContext'
  readonly #items: readonly Value[]
  readonly #depth: number
  readonly #recurse: ((iterable: Value) => Value) | undefined
  #index = -1
  #lastChanged: Value | undefined

  constructor(items: readonly Value[], depth: number, recurse: ((iterable: Value) => Value) | undefined) {
    super()
    this.#items = items
    this.#depth = depth
    this.#recurse = recurse
  }

  advance(): void {
    this.#index++
  }

  override attribute(name: string): Value | undefined {
    const index = this.#index
    const length = this.#items.length
    if (name === 'index') return BigInt(index + 1)
    if (name === 'index0') return BigInt(index)
    if (name === 'revindex') return BigInt(length - index)
    if (name === 'revindex0') return BigInt(length - index - 1)
    if (name === 'first') return index === 0
    if (name === 'last') return index === length - 1
    if (name === 'length') return BigInt(length)
    if (name === 'depth') return BigInt(this.#depth + 1)
    if (name === 'depth0') return BigInt(this.#depth)
    if (name === 'previtem') return this.#neighbour(index - 1, 'previous')
    if (name === 'nextitem') return this.#neighbour(index + 1, 'next')
    if (name === 'cycle') return new Callable('cycle', args => this.#cycle(args))
    return name === 'changed' ? new Callable('changed', args => this.#changed(args)) : undefined
  }

  override size(): number {
    return this.#items.length
  }

  override call({positional: [iterable]}: CallArguments): Value {
    if (!this.#recurse) return fail('loop() can be called only where the loop is marked `recursive`')
    return this.#recurse(iterable ?? fail('loop() needs what to loop over'))
  }

  override isCallable(): boolean {
    return true
  }

  override repr(): string {
    return fail("'loop' is no value by itself; it has attributes such as 'loop.index'")
  }

  #neighbour(index: number, which: string): Value {
    const item = index < 0 ? undefined : this.#items[index]
    return item ?? new Undefined(`loop.${which.slice(0, 4)}item`, `there is no ${which} item`)
  }

  #cycle({positional}: CallArguments): Value {
    return positional[this.#index % positional.length] ?? fail('loop.cycle() needs values to cycle through')
  }

  #changed({positional}: CallArguments): boolean {
    const value = new Tuple(positional)
    if (this.#lastChanged !== undefined && equals(this.#lastChanged, value)) return false
    this.#lastChanged = value
    return true
  }
}
