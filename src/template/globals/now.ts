import {Moment} from '../value/moment.ts'

/** The time of this moment, as text when a format is given. */
export function now(isUtc: boolean, format: string): Moment | string {
  const date = new Date()
  const offset = isUtc ? 0 : date.getTimezoneOffset() * 60_000
  const moment = new Moment((date.getTime() - offset) * 1000)
  return format === '' ? moment : moment.format(format)
}
