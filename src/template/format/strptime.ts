import {fail} from '../failure.ts'
import {Moment} from '../value/moment.ts'

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const fields: Readonly<Record<string, string>> = {
  Y: '(?<year>\\d{4})',
  y: '(?<shortYear>\\d\\d)',
  m: '(?<month>1[0-2]|0?[1-9])',
  d: '(?<day>3[01]|[12]\\d|0?[1-9]| [1-9])',
  H: '(?<hour>2[0-3]|[01]\\d|\\d)',
  I: '(?<hour12>1[0-2]|0?[1-9])',
  M: '(?<minute>[0-5]\\d|\\d)',
  S: '(?<second>6[01]|[0-5]\\d|\\d)',
  f: '(?<fraction>\\d{1,6})',
  p: '(?<half>am|pm)',
  b: '(?<monthName>[a-z]{3})',
  B: '(?<monthName>[a-z]+)',
  a: '[a-z]{3}',
  A: '[a-z]+',
  j: '(?<dayOfYear>\\d{1,3})',
  T: '(?<hour>2[0-3]|[01]\\d|\\d):(?<minute>[0-5]\\d|\\d):(?<second>6[01]|[0-5]\\d|\\d)',
  '%': '%',
}

/** Python's `datetime.strptime` for the directives without a zone. */
export function parseTime(text: string, format: string): Moment {
  const pattern = format.replace(/%(.)|\s+|[\\^$.*+?()[\]{}|]/gs, (whole, letter?: string) => {
    if (letter === undefined) return /\s/.test(whole) ? '\\s+' : `\\${whole}`
    return fields[letter] ?? fail(`the directive '${whole}' of to_datetime is not supported`)
  })
  const groups = new RegExp(`^${pattern}$`, 'i').exec(text)?.groups
  if (!groups && !new RegExp(`^${pattern}$`, 'i').test(text)) {
    return fail(`the time '${text}' does not match the format '${format}'`)
  }
  return momentOf(groups ?? {}, text)
}

function momentOf(groups: Readonly<Record<string, string | undefined>>, text: string): Moment {
  const {day = '1', minute = '0', second = '0', fraction = ''} = groups
  const month = monthOf(groups)
  const clock = Date.UTC(yearOf(groups), month - 1, Number(day), hourOf(groups), Number(minute), Number(second))
  const date = new Date(clock)
  if (date.getUTCMonth() + 1 !== month) return fail(`'${text}' is no day of the calendar`)
  return new Moment(clock * 1000 + Number(fraction.padEnd(6, '0')))
}

function yearOf({year, shortYear}: Readonly<Record<string, string | undefined>>): number {
  if (year !== undefined) return Number(year)
  if (shortYear === undefined) return 1900
  return Number(shortYear) + (Number(shortYear) < 69 ? 2000 : 1900)
}

function monthOf({month, monthName}: Readonly<Record<string, string | undefined>>): number {
  if (monthName === undefined) return Number(month ?? '1')
  const index = monthNames.indexOf(monthName.slice(0, 3).toLowerCase())
  return index === -1 ? fail(`'${monthName}' is no month`) : index + 1
}

function hourOf({hour, hour12, half}: Readonly<Record<string, string | undefined>>): number {
  if (hour12 === undefined) return Number(hour ?? '0')
  return (Number(hour12) % 12) + (half?.toLowerCase() === 'pm' ? 12 : 0)
}
