import {strftime} from '../format/strftime.ts'
import {Callable} from './callable.ts'
import {Duration} from './duration.ts'
import {Instance} from './instance.ts'
import {asText} from './text.ts'
import type {Value} from './value.ts'

const dayLength = 86_400_000_000

/** Python's `datetime`: microseconds since 1970 on a clock that shows local time somewhere. */
export class Moment extends Instance {
  readonly typeName: string = 'datetime'
  readonly microseconds: number
  /** Minutes the clock is ahead of Greenwich; undefined when nobody said. */
  readonly offset: number | undefined

  constructor(microseconds: number, offset?: number) {
    super()
    this.microseconds = microseconds
    this.offset = offset
  }

  override attribute(name: string): Value | undefined {
    const clock = this.clock()
    if (name === 'year') return BigInt(clock.getUTCFullYear())
    if (name === 'month') return BigInt(clock.getUTCMonth() + 1)
    if (name === 'day') return BigInt(clock.getUTCDate())
    if (name === 'strftime') return new Callable(name, ({positional: [format]}) => this.format(asText(format) ?? ''))
    if (name === 'isoformat') return new Callable(name, ({positional: [glue]}) => this.isoText(asText(glue) ?? 'T'))
    if (name === 'weekday') return new Callable(name, () => BigInt((clock.getUTCDay() + 6) % 7))
    if (name === 'isoweekday') return new Callable(name, () => BigInt(clock.getUTCDay() || 7))
    return this.timeAttribute(name)
  }

  override compare(other: Instance): number | undefined {
    const isComparable = other instanceof Moment && other.typeName === this.typeName
    return isComparable && this.#hasZone() === other.#hasZone() ? this.#instant() - other.#instant() : undefined
  }

  override subtract(other: Instance): Value | undefined {
    if (other instanceof Duration) return new Moment(this.microseconds - other.microseconds, this.offset)
    if (!(other instanceof Moment) || this.#hasZone() !== other.#hasZone()) return undefined
    return new Duration(this.#instant() - other.#instant())
  }

  override identity(): string {
    return `${this.typeName}:${this.#instant()}:${this.#hasZone()}`
  }

  override format(spec: string): string {
    const zone = this.offset === undefined ? {} : {offset: this.offset, zoneName: this.offset === 0 ? 'UTC' : ''}
    return strftime(spec, {clock: this.clock(), microsecond: this.fraction(), ...zone})
  }

  override str(): string {
    return this.isoText(' ')
  }

  override repr(): string {
    const clock = this.clock()
    const fields = [clock.getUTCFullYear(), clock.getUTCMonth() + 1, clock.getUTCDate()]
    fields.push(clock.getUTCHours(), clock.getUTCMinutes())
    if (clock.getUTCSeconds() || this.fraction()) fields.push(clock.getUTCSeconds())
    if (this.fraction()) fields.push(this.fraction())
    return `datetime.datetime(${fields.join(', ')})`
  }

  protected isoText(glue: string): string {
    const fraction = this.fraction() ? `.${String(this.fraction()).padStart(6, '0')}` : ''
    const zone = this.format('%z').replace(/\d\d$/, ':$&')
    return this.format(`%Y-%m-%d${glue}%H:%M:%S`) + fraction + zone
  }

  protected timeAttribute(name: string): Value | undefined {
    const clock = this.clock()
    if (name === 'hour') return BigInt(clock.getUTCHours())
    if (name === 'minute') return BigInt(clock.getUTCMinutes())
    if (name === 'second') return BigInt(clock.getUTCSeconds())
    if (name === 'microsecond') return BigInt(this.fraction())
    if (name === 'timestamp') return new Callable(name, () => localTimestamp(clock) + this.fraction() / 1e6)
    return name === 'date' ? new Callable(name, () => CalendarDate.at(this.microseconds / 1000)) : undefined
  }

  #hasZone(): boolean {
    return this.offset !== undefined
  }

  #instant(): number {
    return this.microseconds - (this.offset ?? 0) * 60_000_000
  }

  protected clock(): Date {
    return new Date(Math.floor(this.microseconds / 1e6) * 1000)
  }

  protected fraction(): number {
    return this.microseconds - Math.floor(this.microseconds / 1e6) * 1e6
  }
}

/** Python's `date`. */
export class CalendarDate extends Moment {
  override readonly typeName = 'date'

  /** The date at a time given in milliseconds since 1970. */
  static at(milliseconds: number): CalendarDate {
    return new CalendarDate(Math.floor((milliseconds * 1000) / dayLength) * dayLength)
  }

  override repr(): string {
    const clock = this.clock()
    return `datetime.date(${clock.getUTCFullYear()}, ${clock.getUTCMonth() + 1}, ${clock.getUTCDate()})`
  }

  protected override isoText(): string {
    return this.format('%Y-%m-%d')
  }

  protected override timeAttribute(): undefined {
    return undefined
  }
}

/** Seconds since 1970 of a clock that shows local time. */
function localTimestamp(clock: Date): number {
  const [year, month, day] = [clock.getUTCFullYear(), clock.getUTCMonth(), clock.getUTCDate()]
  return new Date(year, month, day, clock.getUTCHours(), clock.getUTCMinutes(), clock.getUTCSeconds()).getTime() / 1000
}
