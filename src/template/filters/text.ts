import {fail} from '../failure.ts'
import {formatPercent} from '../format/percent.ts'
import {type FilterTable, routine} from '../run/routine.ts'
import {capitalize} from '../text/case.ts'
import {indent} from '../text/indent.ts'
import {pad, replace} from '../text/search.ts'
import {split} from '../text/split.ts'
import {strip} from '../text/strip.ts'
import {truncate} from '../text/truncate.ts'
import {wordWrap} from '../text/word-wrap.ts'
import {Dict} from '../value/dict.ts'
import {lengthOf} from '../value/iterate.ts'
import {NativeText} from '../value/marked-text.ts'
import {none} from '../value/none.ts'
import {asText, toText} from '../value/text.ts'
import {Tuple} from '../value/tuple.ts'
import {typeName} from '../value/type-name.ts'
import type {Value} from '../value/value.ts'

/** Filters on text. */
export const textFilters: FilterTable = {
  upper: routine('', input => toText(input).toUpperCase()),
  lower: routine('', input => toText(input).toLowerCase()),
  capitalize: routine('', input => capitalize(toText(input))),
  title: routine('', input =>
    toText(input)
      .split(/([-\s({[<]+)/)
      .map(capitalize)
      .join(''),
  ),
  string: routine('', input => new NativeText(toText(input))),
  trim: routine('chars?', (input, args) => strip(toText(input), asText(args.value('chars', none)))),
  center: routine('width?', (input, args) => pad(toText(input), args.integer('width', 80), ' ', 'both')),
  replace: routine('old new count?', (input, args) =>
    replace(toText(input), toText(args.value('old')), toText(args.value('new')), args.integer('count', -1)),
  ),
  indent: routine('width? first? blank?', (input, args) => {
    const width = args.value('width', 4n)
    const prefix = asText(width) ?? ' '.repeat(args.integer('width', 4))
    return indent(textOf(input, 'indent'), prefix, args.flag('first'), args.flag('blank'))
  }),
  truncate: routine('length? killwords? end? leeway?', (input, args) => {
    const [length, leeway] = [args.integer('length', 255), args.integer('leeway', 5)]
    // Ansible lets through whatever is short enough, lists too.
    if (asText(input) === undefined && lengthOf(input) <= length + leeway) return input
    const end = args.text('end', '...')
    return truncate(textOf(input, 'truncate'), {length, leeway, end, killsWords: args.flag('killwords')})
  }),
  wordwrap: routine('width? break_long_words? wrapstring? break_on_hyphens?', (input, args) =>
    wordWrap(textOf(input, 'wordwrap'), {
      width: args.integer('width', 79),
      breaksLongWords: args.flag('break_long_words', true),
      breaksOnHyphens: args.flag('break_on_hyphens', true),
      separator: asText(args.value('wrapstring', none)) ?? '\n',
    }),
  ),
  wordcount: routine('', input => BigInt(toText(input).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0)),
  format: routine('*values **named', (input, args) => {
    if (args.rest.length > 0 && args.named.size > 0) return fail('format takes values by position or by name, not both')
    return formatPercent(toText(input), args.named.size > 0 ? new Dict(args.named) : new Tuple(args.rest))
  }),
  split: routine('sep? maxsplit?', (input, args) => {
    const separator = asText(args.value('sep', none))
    return split(textOf(input, 'split'), separator, args.integer('maxsplit', -1))
  }),
}

function textOf(value: Value, name: string): string {
  return asText(value) ?? fail(`${name} needs text, got ${typeName(value)}`)
}
