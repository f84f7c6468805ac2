import {Callable} from './callable.ts'
import {Instance} from './instance.ts'
import type {Value} from './value.ts'

const secondsPerDay = 86_400

/** Python's `timedelta`. */
export class Duration extends Instance {
  readonly typeName = 'timedelta'
  readonly microseconds: number

  constructor(microseconds: number) {
    super()
    this.microseconds = microseconds
  }

  override attribute(name: string): Value | undefined {
    const {days, seconds, fraction} = this.#fields()
    if (name === 'days') return BigInt(days)
    if (name === 'seconds') return BigInt(seconds)
    if (name === 'microseconds') return BigInt(fraction)
    return name === 'total_seconds' ? new Callable(name, () => this.microseconds / 1e6) : undefined
  }

  override compare(other: Instance): number | undefined {
    return other instanceof Duration ? this.microseconds - other.microseconds : undefined
  }

  override subtract(other: Instance): Value | undefined {
    return other instanceof Duration ? new Duration(this.microseconds - other.microseconds) : undefined
  }

  override identity(): string {
    return `timedelta:${this.microseconds}`
  }

  override isTrue(): boolean {
    return this.microseconds !== 0
  }

  override str(): string {
    const {days, seconds, fraction} = this.#fields()
    const twoDigits = (value: number) => String(value).padStart(2, '0')
    const clock = `${Math.floor(seconds / 3600)}:${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`
    const prefix = days === 0 ? '' : `${days} day${Math.abs(days) === 1 ? '' : 's'}, `
    return prefix + clock + (fraction ? `.${String(fraction).padStart(6, '0')}` : '')
  }

  override repr(): string {
    const {days, seconds, fraction} = this.#fields()
    const parts = Object.entries({days, seconds, microseconds: fraction}).filter(([, value]) => value !== 0)
    return `datetime.timedelta(${parts.map(([name, value]) => `${name}=${value}`).join(', ') || '0'})`
  }

  #fields(): {days: number; seconds: number; fraction: number} {
    const whole = Math.floor(this.microseconds / 1e6)
    const days = Math.floor(whole / secondsPerDay)
    return {days, seconds: whole - days * secondsPerDay, fraction: this.microseconds - whole * 1e6}
  }
}
