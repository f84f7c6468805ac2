import {fail} from '../failure.ts'
import {strftime} from '../format/strftime.ts'
import {parseTime} from '../format/strptime.ts'
import {type FilterTable, routine} from '../run/routine.ts'
import {none} from '../value/none.ts'
import {asNumber, parseFloatText} from '../value/number.ts'
import {asText, toText} from '../value/text.ts'

/** Filters between times and texts. */
export const timeFilters: FilterTable = {
  strftime: routine('second? utc?', (input, args) => {
    const second = args.value('second', none)
    const text = asText(second)
    const number = text === undefined ? asNumber(second) : parseFloatText(text)
    if (number === undefined && second !== none) return fail(`'${toText(second)}' is no count of seconds`)
    const date = number === undefined ? new Date() : new Date(Math.floor(Number(number)) * 1000)
    const offset = args.flag('utc') ? 0 : -date.getTimezoneOffset()
    const clock = new Date(date.getTime() + offset * 60_000)
    return strftime(toText(input), {clock, microsecond: 0, offset, zoneName: zoneName(date, args.flag('utc'))})
  }),
  to_datetime: routine('format?', (input, args) =>
    parseTime(asText(input) ?? fail('to_datetime needs text'), args.text('format', '%Y-%m-%d %H:%M:%S')),
  ),
}

function zoneName(date: Date, isUtc: boolean): string {
  if (isUtc) return 'GMT'
  const parts = new Intl.DateTimeFormat('en-US', {timeZoneName: 'short'}).formatToParts(date)
  return parts.find(part => part.type === 'timeZoneName')?.value ?? ''
}
