import {fail} from '../failure.ts'
import {strip, whitespaceClass} from './strip.ts'

const lineEnds = '\\n\\r\\v\\f\\x1c-\\x1e\\x85\\u2028\\u2029'

/** `text.split(separator, limit)`: runs of white space separate when there is no separator. */
export function split(text: string, separator: string | undefined, limit = -1): string[] {
  if (separator === '') return fail('empty separator')
  if (separator === undefined) return splitOnSpace(text, limit)
  const parts = text.split(separator)
  if (limit < 0 || parts.length <= limit + 1) return parts
  return [...parts.slice(0, limit), parts.slice(limit).join(separator)]
}

/** `text.rsplit(separator, limit)`: like `split`, but the limit counts from the end. */
export function splitFromEnd(text: string, separator: string | undefined, limit = -1): string[] {
  if (separator === '') return fail('empty separator')
  if (separator === undefined) {
    const reversed = (part: string) => [...part].reverse().join('')
    return splitOnSpace(reversed(text), limit).map(reversed).reverse()
  }
  const parts = text.split(separator)
  if (limit < 0 || parts.length <= limit + 1) return parts
  const kept = parts.length - limit
  return [parts.slice(0, kept).join(separator), ...parts.slice(kept)]
}

/** `text.splitlines(keepEnds)`. */
export function splitLines(text: string, keepsEnds = false): string[] {
  const ending = new RegExp(`\r\n|[${lineEnds}]`, 'g')
  const lines: string[] = []
  let start = 0
  for (const match of text.matchAll(ending)) {
    const end = match.index + match[0].length
    lines.push(text.slice(start, keepsEnds ? end : match.index))
    start = end
  }
  if (start < text.length) lines.push(text.slice(start))
  return lines
}

/** `text.partition(separator)`, or `rpartition` from the end. */
export function partition(text: string, separator: string, isFromEnd = false): [string, string, string] {
  if (separator === '') return fail('empty separator')
  const index = isFromEnd ? text.lastIndexOf(separator) : text.indexOf(separator)
  if (index === -1) return isFromEnd ? ['', '', text] : [text, '', '']
  return [text.slice(0, index), separator, text.slice(index + separator.length)]
}

function splitOnSpace(text: string, limit: number): string[] {
  const parts: string[] = []
  let rest = strip(text, undefined, 'left')
  while (rest !== '') {
    const gap = limit >= 0 && parts.length >= limit ? null : gapPattern.exec(rest)
    if (!gap) {
      parts.push(rest)
      break
    }
    parts.push(rest.slice(0, gap.index))
    rest = rest.slice(gap.index + gap[0].length)
  }
  return parts
}

const gapPattern = new RegExp(`[${whitespaceClass}]+`, 'u')
