import {HiveError} from '../error.ts'
import type {Site} from '../site/site.ts'

const day = 24 * 60 * 60 * 1000

/** From a day ago, because hosts' clocks may be behind, for so many days: `hive_valid_in`, or a hundred years by default. */
export function validity(
  site: Site,
  now: Date,
  days = site.mother.variables.get('hive_valid_in') ?? 36500,
): {readonly notBefore: Date; readonly notAfter: Date} {
  const milliseconds = Number(days) * day
  if (!(milliseconds > 0 && milliseconds < 400 * 366 * day)) {
    throw new HiveError('INVENTORY_INVALID', `hive_valid_in is ${JSON.stringify(days)}; expected a number of days.`)
  }
  return {notBefore: new Date(now.getTime() - day), notAfter: new Date(now.getTime() + milliseconds)}
}

/** Less than 30 days are left. */
export function expiresSoon(notAfter: Date, now: Date): boolean {
  return notAfter.getTime() - now.getTime() < 30 * day
}
