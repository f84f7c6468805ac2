import {fail} from '../failure.ts'
import {compilePattern} from '../regex/compile.ts'
import type {Arguments} from '../run/arguments.ts'
import {routine, type TestTable} from '../run/routine.ts'
import {toText} from '../value/text.ts'
import type {Value} from '../value/value.ts'

/** Tests with regular expressions: `match` at the start, `search` anywhere. */
export const regexTests: TestTable = {
  match: routine('pattern? ignorecase? multiline?', (value, args) => holds(value, args, 'match')),
  search: routine('pattern? ignorecase? multiline?', (value, args) => holds(value, args, 'search')),
  regex: routine('pattern? ignorecase? multiline? match_type?', (value, args) =>
    holds(value, args, args.text('match_type', 'search')),
  ),
}

function holds(value: Value, args: Arguments, type: string): boolean {
  const flags = {ignoresCase: args.flag('ignorecase'), isMultiline: args.flag('multiline')}
  const source = args.text('pattern', '')
  const text = toText(value)
  if (type === 'search') return compilePattern(source, flags).test(text)
  if (type === 'match') return compilePattern(source, flags, 'y').test(text)
  return type === 'fullmatch'
    ? compilePattern(`(?:${source})\\Z`, flags, 'y').test(text)
    : fail(`there is no match_type '${type}'`)
}
