import {fail} from '../failure.ts'
import {compilePattern} from '../regex/compile.ts'
import {findAll} from '../regex/find-all.ts'
import type {RegexFlags} from '../regex/flags.ts'
import {groupOf, replaceMatches} from '../regex/replacement.ts'
import type {Arguments} from '../run/arguments.ts'
import {type FilterTable, routine} from '../run/routine.ts'
import {none} from '../value/none.ts'
import {asText, toText} from '../value/text.ts'
import {isTrue} from '../value/truth.ts'
import {Tuple} from '../value/tuple.ts'
import type {Value} from '../value/value.ts'

/** Filters with regular expressions. */
export const regexFilters: FilterTable = {
  regex_replace: routine('pattern? replacement? ignorecase? multiline?', (input, args) =>
    replaceMatches(toText(input), patternOf(args, args.text('pattern', '')), args.text('replacement', '')),
  ),
  regex_findall: routine('regex multiline? ignorecase?', (input, args) =>
    Array.from(findAll(toText(input), patternOf(args, args.text('regex'))), groupsOf),
  ),
  regex_search: routine('regex *groups **flags', (input, args) => {
    const groups = args.rest.map(groupName)
    const flags = {ignoresCase: isNamedFlag(args, 'ignorecase'), isMultiline: isNamedFlag(args, 'multiline')}
    const match = compilePattern(args.text('regex'), flags).exec(toText(input))
    if (!match) return none
    return groups.length === 0 ? match[0] : groups.map(name => groupOf(match, name) ?? none)
  }),
  regex_escape: routine('re_type?', (input, args) => {
    const type = args.text('re_type', 'python')
    if (type === 'python') return toText(input).replace(/[\s#$&()*+\-.?[\\\]^{|}~]/g, '\\$&')
    return type === 'posix_basic'
      ? toText(input).replace(/[\].[^$*\\]/g, '\\$&')
      : fail(`there is no regex type '${type}'`)
  }),
}

function patternOf(args: Arguments, source: string): RegExp {
  const flags: RegexFlags = {ignoresCase: args.flag('ignorecase'), isMultiline: args.flag('multiline')}
  return compilePattern(source, flags)
}

function isNamedFlag(args: Arguments, name: string): boolean {
  return isTrue(args.named.get(name) ?? false)
}

function groupName(value: Value): string {
  const match = /^\\(?:g<(\S+)>|(\d+))/.exec(asText(value) ?? '')
  return (
    match?.[1] ?? match?.[2] ?? fail(`regex_search needs groups like '\\\\1' or '\\\\g<name>', got ${toText(value)}`)
  )
}

function groupsOf(match: RegExpMatchArray): Value {
  const [whole, ...groups] = match
  const [only] = groups
  if (groups.length === 0) return whole ?? ''
  return groups.length === 1 ? (only ?? '') : new Tuple(groups.map(group => group ?? ''))
}
