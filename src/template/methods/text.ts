import {fail} from '../failure.ts'
import type {Arguments} from '../run/arguments.ts'
import {capitalize, isAllCase, isTitle, swapCase, titleCase} from '../text/case.ts'
import {between, count, expandTabs, find, pad, replace, zeroFill} from '../text/search.ts'
import {partition, split, splitFromEnd, splitLines} from '../text/split.ts'
import {isSpace, strip} from '../text/strip.ts'
import {Bytes} from '../value/bytes.ts'
import {elementsOf} from '../value/iterate.ts'
import {none} from '../value/none.ts'
import {asText} from '../value/text.ts'
import {Tuple} from '../value/tuple.ts'
import {typeName} from '../value/type-name.ts'
import type {Value} from '../value/value.ts'
import {type Method, type MethodTable, method} from './method-table.ts'
import {textFormatMethods} from './text-format.ts'

export const textMethods: MethodTable<string> = {
  ...textFormatMethods,
  upper: method('', text => text.toUpperCase()),
  lower: method('', text => text.toLowerCase()),
  casefold: method('', text => text.replaceAll('ß', 'ss').toLowerCase()),
  capitalize: method('', capitalize),
  title: method('', titleCase),
  swapcase: method('', swapCase),
  strip: method('chars?', (text, args) => strip(text, charactersOf(args))),
  lstrip: method('chars?', (text, args) => strip(text, charactersOf(args), 'left')),
  rstrip: method('chars?', (text, args) => strip(text, charactersOf(args), 'right')),
  split: method('sep? maxsplit?', (text, args) => split(text, separatorOf(args), args.integer('maxsplit', -1))),
  rsplit: method('sep? maxsplit?', (text, args) => splitFromEnd(text, separatorOf(args), args.integer('maxsplit', -1))),
  splitlines: method('keepends?', (text, args) => splitLines(text, args.flag('keepends'))),
  partition: method('sep', (text, args) => new Tuple(partition(text, args.text('sep')))),
  rpartition: method('sep', (text, args) => new Tuple(partition(text, args.text('sep'), true))),
  join: method('values', (text, args) => elementsOf(args.value('values')).map(partOf).join(text)),
  replace: method('old new count?', (text, args) =>
    replace(text, args.text('old'), args.text('new'), args.integer('count', -1)),
  ),
  removeprefix: method('prefix', (text, args) => {
    const prefix = args.text('prefix')
    return text.startsWith(prefix) ? text.slice(prefix.length) : text
  }),
  removesuffix: method('suffix', (text, args) => {
    const suffix = args.text('suffix')
    return suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text
  }),
  startswith: method('prefix start? end?', (text, args) => {
    const area = between(text, boundOf(args, 'start'), boundOf(args, 'end'))
    return choicesOf(args, 'prefix').some(prefix => area.startsWith(prefix))
  }),
  endswith: method('suffix start? end?', (text, args) => {
    const area = between(text, boundOf(args, 'start'), boundOf(args, 'end'))
    return choicesOf(args, 'suffix').some(suffix => area.endsWith(suffix))
  }),
  find: finder(false, false),
  rfind: finder(true, false),
  index: finder(false, true),
  rindex: finder(true, true),
  count: method('sub start? end?', (text, args) =>
    BigInt(count(between(text, boundOf(args, 'start'), boundOf(args, 'end')), args.text('sub'))),
  ),
  center: method('width fillchar?', (text, args) => padded(text, args, 'both')),
  ljust: method('width fillchar?', (text, args) => padded(text, args, 'right')),
  rjust: method('width fillchar?', (text, args) => padded(text, args, 'left')),
  zfill: method('width', (text, args) => zeroFill(text, args.integer('width'))),
  expandtabs: method('tabsize?', (text, args) => expandTabs(text, args.integer('tabsize', 8))),
  encode: method('encoding? errors?', (text, args) => new Bytes(Buffer.from(text, encodingOf(args)))),
  isalnum: matcher(/^[\p{L}\p{N}]+$/u),
  isalpha: matcher(/^\p{L}+$/u),
  isascii: matcher(/^[\0-\x7f]*$/),
  isdecimal: matcher(/^\p{Nd}+$/u),
  isdigit: matcher(/^[\p{Nd}²³¹⁰⁴-⁹₀-₉①-⑨]+$/u),
  isnumeric: matcher(/^\p{N}+$/u),
  isidentifier: matcher(/^[\p{ID_Start}_]\p{ID_Continue}*$/u),
  isprintable: matcher(/^(?:[^\p{C}\p{Z}]| )*$/u),
  isspace: method('', text => text !== '' && [...text].every(isSpace)),
  islower: method('', text => isAllCase(text, 'lower')),
  isupper: method('', text => isAllCase(text, 'upper')),
  istitle: method('', isTitle),
}

function matcher(pattern: RegExp): Method<string> {
  return method('', text => pattern.test(text))
}

function finder(isFromEnd: boolean, mustExist: boolean): Method<string> {
  return method('sub start? end?', (text, args) => {
    const bounds = {start: boundOf(args, 'start'), end: boundOf(args, 'end')}
    const position = find(text, args.text('sub'), bounds, isFromEnd)
    return position === -1 && mustExist ? fail('substring not found') : BigInt(position)
  })
}

function padded(text: string, args: Arguments, side: 'left' | 'right' | 'both'): string {
  return pad(text, args.integer('width'), args.text('fillchar', ' '), side)
}

function charactersOf(args: Arguments): string | undefined {
  return args.value('chars', none) === none ? undefined : args.text('chars')
}

function separatorOf(args: Arguments): string | undefined {
  return args.value('sep', none) === none ? undefined : args.text('sep')
}

function boundOf(args: Arguments, name: string): number | undefined {
  return args.value(name, none) === none ? undefined : args.integer(name)
}

function choicesOf(args: Arguments, name: string): string[] {
  const value = args.value(name)
  return value instanceof Tuple ? value.items.map(partOf) : [args.text(name)]
}

function partOf(value: Value): string {
  return asText(value) ?? fail(`expected text, got ${typeName(value)}`)
}

function encodingOf(args: Arguments): 'utf8' | 'latin1' | 'utf16le' {
  const name = args.text('encoding', 'utf-8').toLowerCase().replaceAll(/[-_]/g, '')
  if (name === 'utf8' || name === 'ascii') return 'utf8'
  if (name === 'latin1' || name === 'iso88591') return 'latin1'
  return name === 'utf16le' ? 'utf16le' : fail(`the encoding '${args.text('encoding')}' is not supported`)
}
