import {fail} from '../failure.ts'
import {Instance} from './instance.ts'
import {asInteger} from './number.ts'
import type {Value} from './value.ts'

/** More numbers than this fill up the memory. */
const largestSize = 10_000_000

/** Python's `range`. */
export class Range extends Instance {
  readonly typeName = 'range'
  readonly start: bigint
  readonly stop: bigint
  readonly step: bigint

  constructor(start: bigint, stop: bigint, step: bigint) {
    super()
    if (step === 0n) fail('the step of range() cannot be zero')
    this.start = start
    this.stop = stop
    this.step = step
  }

  override attribute(name: string): Value | undefined {
    if (name === 'start') return this.start
    if (name === 'stop') return this.stop
    return name === 'step' ? this.step : undefined
  }

  override item(key: Value): Value | undefined {
    const index = asInteger(key)
    if (index === undefined) return undefined
    const position = index < 0n ? index + BigInt(this.size()) : index
    return position >= 0n && position < BigInt(this.size()) ? this.start + position * this.step : undefined
  }

  override *elements(): Iterable<Value> {
    if (this.size() > largestSize) fail(`a range of ${this.size()} numbers is too large`)
    for (let value = this.start; this.step > 0n ? value < this.stop : value > this.stop; value += this.step) yield value
  }

  override size(): number {
    const distance = this.step > 0n ? this.stop - this.start : this.start - this.stop
    const step = this.step > 0n ? this.step : -this.step
    return distance <= 0n ? 0 : Number((distance + step - 1n) / step)
  }

  override isUnrolled(): boolean {
    return true
  }

  override identity(): string {
    return `range:${[...this.elements()].join()}`
  }

  override repr(): string {
    const step = this.step === 1n ? '' : `, ${this.step}`
    return `range(${this.start}, ${this.stop}${step})`
  }
}
