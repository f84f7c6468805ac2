import {CalendarDate, Moment} from '../value/moment.ts'
import {none} from '../value/none.ts'
import {parseInteger} from '../value/number.ts'
import type {Value} from '../value/value.ts'

/** What an unquoted YAML 1.1 scalar is besides text, the way PyYAML reads it; undefined when it is text. */
export function resolvePlain(text: string): Value | undefined {
  if (/^(?:~|null|Null|NULL|)$/.test(text)) return none
  if (/^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(text)) return true
  if (/^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(text)) return false
  return resolveInteger(text) ?? resolveFloat(text) ?? resolveTime(text)
}

function resolveInteger(text: string): bigint | undefined {
  if (/^[-+]?[1-9][\d_]*(?::[0-5]?\d)+$/.test(text)) return BigInt(base60(text))
  const digits = text.replaceAll('_', '')
  if (/^[-+]?0b[01_]+$/.test(text)) return parseInteger(digits, 2)
  if (/^[-+]?0x[\da-fA-F_]+$/.test(text)) return parseInteger(digits, 16)
  if (/^[-+]?0[0-7_]+$/.test(text)) return parseInteger(digits, 8)
  return /^[-+]?(?:0|[1-9][\d_]*)$/.test(text) ? parseInteger(digits) : undefined
}

function resolveFloat(text: string): number | undefined {
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  if (/^\.(?:nan|NaN|NAN)$/.test(text)) return NaN
  if (/^[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*$/.test(text)) return base60(text)
  const isFloat = /^[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?$|^\.\d[\d_]*(?:[eE][-+]\d+)?$/.test(text)
  return isFloat ? Number(text.replaceAll('_', '')) : undefined
}

function base60(text: string): number {
  const magnitude = text
    .replace(/^[-+]/, '')
    .replaceAll('_', '')
    .split(':')
    .reduce((total, part) => total * 60 + Number(part), 0)
  return text.startsWith('-') ? -magnitude : magnitude
}

const timestamp =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::(\d\d))?))?)$/

function resolveTime(text: string): Moment | undefined {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return CalendarDate.at(Date.parse(text))
  const match = timestamp.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, fraction = '', zone, sign = '+', zoneHour = '0', zoneMinute = '0'] =
    match
  const clock = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -1 : 1)
  const microseconds = clock * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'))
  return new Moment(microseconds, zone === undefined ? undefined : offset)
}
