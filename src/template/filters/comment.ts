import {fail} from '../failure.ts'
import {type FilterTable, routine} from '../run/routine.ts'
import {asInteger} from '../value/number.ts'
import {asText, toText} from '../value/text.ts'
import type {Value} from '../value/value.ts'

interface CommentStyle {
  readonly beginning: string
  readonly decoration: string
  readonly end: string
}

const styles: Readonly<Record<string, CommentStyle>> = {
  plain: {beginning: '', decoration: '# ', end: ''},
  erlang: {beginning: '', decoration: '% ', end: ''},
  c: {beginning: '', decoration: '// ', end: ''},
  cblock: {beginning: '/*', decoration: ' * ', end: ' */'},
  xml: {beginning: '<!--', decoration: ' - ', end: '-->'},
}

/** The filter that makes a comment of a text. */
export const commentFilters: FilterTable = {
  comment: routine('style? **options', (input, args) => {
    const name = args.text('style', 'plain')
    const style =
      styles[name] ?? fail(`there is no comment style '${name}'; the styles are ${Object.keys(styles).join(', ')}`)
    return comment(asText(input) ?? fail('comment needs text'), style, Object.fromEntries(args.named))
  }),
}

function comment(text: string, style: CommentStyle, options: Readonly<Record<string, Value>>): string {
  const option = (name: string, fallback: string) => toText(options[name] ?? fallback)
  const newline = option('newline', '\n')
  const decoration = option('decoration', style.decoration)
  const beginning = option('beginning', style.beginning)
  const edge = decoration.trimEnd()
  const prefix = option('prefix', edge)
  const prefixLine = prefix === newline || prefix === '' ? prefix : prefix + newline
  const body = (decoration + text.replaceAll(newline, newline + decoration)).replaceAll(
    decoration + newline,
    edge + newline,
  )
  const end = option('end', style.end)
  return [
    beginning === '' ? '' : beginning + newline,
    prefixLine.repeat(countOf(options.prefix_count)),
    body,
    (newline + option('postfix', edge)).repeat(countOf(options.postfix_count)),
    end === '' ? '' : newline + end,
  ].join('')
}

function countOf(value: Value | undefined): number {
  if (value === undefined) return 1
  return Number(asInteger(value) ?? fail('the counts of comment are integers'))
}
