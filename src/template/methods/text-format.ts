import {fail} from '../failure.ts'
import {formatBraces, type Reach} from '../format/braces.ts'
import {translate} from '../text/search.ts'
import {Dict} from '../value/dict.ts'
import {Instance} from '../value/instance.ts'
import {none} from '../value/none.ts'
import {asInteger} from '../value/number.ts'
import {asText, toText} from '../value/text.ts'
import type {Value} from '../value/value.ts'
import {type MethodTable, method} from './method-table.ts'

/** The methods of text that put values into it. */
export const textFormatMethods: MethodTable<string> = {
  format: method('*values **named', (text, args) =>
    formatBraces(text, {positional: args.rest, named: args.named}, reach),
  ),
  format_map: method('mapping', (text, args) => {
    const mapping = args.value('mapping')
    const entries = mapping instanceof Dict ? mapping.entries() : fail('format_map() needs a mapping')
    const named = new Map(entries.map(([key, value]) => [toText(key), value]))
    return formatBraces(text, {positional: [], named}, reach)
  }),
  translate: method('table', (text, args) => {
    const table = args.value('table')
    if (!(table instanceof Dict)) return fail('translate() needs the mapping that maketrans() makes')
    return translate(text, code => translationOf(table.get(code)))
  }),
  maketrans: method('from to? removed?', (_text, args) => {
    if (!args.has('to')) return args.value('from')
    const to = [...args.text('to')]
    const table = new Dict(Array.from(args.text('from'), (character, index) => [codeOf(character), to[index] ?? none]))
    for (const character of args.text('removed', '')) table.set(codeOf(character), none)
    return table
  }),
}

const reach: Reach = {
  attribute(of, name) {
    const value = of instanceof Instance ? of.attribute(name) : undefined
    return value ?? fail(`a field reaches for the attribute '${name}', which does not exist`)
  },
  item(of, key) {
    const value = of instanceof Dict ? of.get(key) : Array.isArray(of) ? of[Number(asInteger(key))] : undefined
    return value ?? fail(`a field reaches for the item '${toText(key)}', which does not exist`)
  },
}

function codeOf(character: string): bigint {
  return BigInt(character.codePointAt(0) ?? 0)
}

function translationOf(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined
  if (value === none) return ''
  return asText(value) ?? String.fromCodePoint(Number(asInteger(value)))
}
