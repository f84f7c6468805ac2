import {fail} from '../failure.ts'

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** A time of day on a date; `clock` holds it in its UTC fields, whatever the zone is. */
export interface ClockTime {
  readonly clock: Date
  readonly microsecond: number
  /** Minutes east of Greenwich; undefined when the zone is not known. */
  readonly offset?: number
  readonly zoneName?: string
}

/** `strftime` as the C locale writes it. */
export function strftime(format: string, time: ClockTime): string {
  return format.replace(/%-?([\s\S])/g, (whole, letter: string) => {
    const text = field(letter, time) ?? fail(`the directive '${whole}' of strftime is not supported`)
    return whole[1] === '-' ? text.replace(/^[0 ]+(?=.)/, '') : text
  })
}

function field(letter: string, time: ClockTime): string | undefined {
  const {clock} = time
  const composed = compositions[letter]
  if (composed !== undefined) return strftime(composed, time)
  const padded = numeric(letter, clock)
  if (padded !== undefined) return padded
  if (letter === 'a') return days[clock.getUTCDay()]?.slice(0, 3)
  if (letter === 'A') return days[clock.getUTCDay()]
  if (letter === 'b' || letter === 'h') return months[clock.getUTCMonth()]?.slice(0, 3)
  if (letter === 'B') return months[clock.getUTCMonth()]
  if (letter === 'p') return clock.getUTCHours() < 12 ? 'AM' : 'PM'
  if (letter === 'f') return String(time.microsecond).padStart(6, '0')
  if (letter === 's') return String(Math.floor(clock.getTime() / 1000) - (time.offset ?? 0) * 60)
  if (letter === 'z') return time.offset === undefined ? '' : offsetText(time.offset)
  if (letter === 'Z') return time.zoneName ?? ''
  return literals[letter]
}

const literals: Readonly<Record<string, string>> = {'%': '%', n: '\n', t: '\t'}

const compositions: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
}

function numeric(letter: string, clock: Date): string | undefined {
  const twoDigits = (value: number) => String(value).padStart(2, '0')
  if (letter === 'Y') return String(clock.getUTCFullYear())
  if (letter === 'C') return twoDigits(Math.floor(clock.getUTCFullYear() / 100))
  if (letter === 'y') return twoDigits(clock.getUTCFullYear() % 100)
  if (letter === 'm') return twoDigits(clock.getUTCMonth() + 1)
  if (letter === 'd') return twoDigits(clock.getUTCDate())
  if (letter === 'e') return String(clock.getUTCDate()).padStart(2, ' ')
  if (letter === 'H') return twoDigits(clock.getUTCHours())
  if (letter === 'I') return twoDigits(clock.getUTCHours() % 12 || 12)
  if (letter === 'k') return String(clock.getUTCHours()).padStart(2, ' ')
  if (letter === 'l') return String(clock.getUTCHours() % 12 || 12).padStart(2, ' ')
  if (letter === 'M') return twoDigits(clock.getUTCMinutes())
  if (letter === 'S') return twoDigits(clock.getUTCSeconds())
  if (letter === 'j') return String(dayOfYear(clock)).padStart(3, '0')
  if (letter === 'w') return String(clock.getUTCDay())
  if (letter === 'u') return String(clock.getUTCDay() || 7)
  return weekField(letter, clock)
}

function weekField(letter: string, clock: Date): string | undefined {
  const twoDigits = (value: number) => String(value).padStart(2, '0')
  if (letter === 'U') return twoDigits(Math.floor((dayOfYear(clock) + 6 - clock.getUTCDay()) / 7))
  if (letter === 'W') return twoDigits(Math.floor((dayOfYear(clock) + 6 - ((clock.getUTCDay() + 6) % 7)) / 7))
  if (letter === 'G') return String(isoWeek(clock).year)
  if (letter === 'g') return twoDigits(isoWeek(clock).year % 100)
  return letter === 'V' ? twoDigits(isoWeek(clock).week) : undefined
}

function dayOfYear(clock: Date): number {
  return Math.floor((clock.getTime() - Date.UTC(clock.getUTCFullYear(), 0, 1)) / 86_400_000) + 1
}

function isoWeek(clock: Date): {year: number; week: number} {
  const thursday = new Date(clock.getTime() + (4 - (clock.getUTCDay() || 7)) * 86_400_000)
  return {year: thursday.getUTCFullYear(), week: Math.ceil(dayOfYear(thursday) / 7)}
}

function offsetText(minutes: number): string {
  const magnitude = Math.abs(minutes)
  const hours = String(Math.floor(magnitude / 60)).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${hours}${String(magnitude % 60).padStart(2, '0')}`
}
