import {fail} from '../failure.ts'
import {fixed} from '../format/decimal.ts'
import {type FilterTable, routine} from '../run/routine.ts'
import {none} from '../value/none.ts'
import {asNumber} from '../value/number.ts'
import {asText, toText} from '../value/text.ts'
import {typeName} from '../value/type-name.ts'

const letters = ['B', 'K', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y']

/** Filters between counts of bytes or bits and texts such as `10 MB`; a kilobyte has 1024 bytes. */
export const sizeFilters: FilterTable = {
  human_readable: routine('isbits? unit?', (input, args) => {
    const size = Number(asNumber(input) ?? fail(`human_readable needs a number, got ${typeName(input)}`))
    const unit = args.value('unit', none)
    return humanReadable(size, args.flag('isbits'), unit === none ? undefined : toText(unit))
  }),
  human_to_bytes: routine('default_unit? isbits?', (input, args) =>
    humanToBytes(toText(input), asText(args.value('default_unit', none)), args.flag('isbits')),
  ),
}

function humanReadable(size: number, isBits: boolean, unit: string | undefined): string {
  const wanted =
    unit === undefined
      ? letters.findLastIndex((_, power) => size >= 1024 ** power)
      : letters.indexOf(unit.toUpperCase())
  const power = Math.max(0, wanted)
  const name = isBits ? 'bits' : 'Bytes'
  return `${fixed(size / 1024 ** power, 2)} ${power === 0 ? name : `${letters[power]}${name.slice(0, 1)}`}`
}

function humanToBytes(text: string, defaultUnit: string | undefined, isBits: boolean): bigint {
  const [, digits = '', written] = /^\s*(\d*\.?\d*)\s*([A-Za-z]+)?/.exec(text) ?? []
  if (!/\d/.test(digits)) return fail(`human_to_bytes cannot read '${text}'`)
  const unit = written ?? defaultUnit
  if (unit === undefined) return rounded(Number(digits))
  const power = letters.indexOf(unit.slice(0, 1).toUpperCase())
  if (power === -1) return fail(`human_to_bytes does not know the unit '${unit}'; it is one of ${letters.join(', ')}`)
  const [letter, name] = isBits ? ['b', 'bit'] : ['B', 'byte']
  const isRight = unit.length === 1 || unit.toLowerCase().includes(name) || unit[1] === letter
  if (!isRight) return fail(`human_to_bytes expects ${unit.slice(0, 1)}${letter}, got '${unit}' in '${text}'`)
  return rounded(Number(digits) * 1024 ** power)
}

function rounded(value: number): bigint {
  return BigInt(fixed(value, 0))
}
