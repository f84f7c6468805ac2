import {fail} from '../failure.ts'

/** The part of a text between two positions counted in code points, negative ones from the end. */
export function between(text: string, start: number | undefined, end: number | undefined): string {
  if (start === undefined && end === undefined) return text
  return [...text].slice(start ?? 0, end).join('')
}

/** `text.find(part, start, end)` or `rfind`: a position in code points, -1 when not found. */
export function find(text: string, part: string, bounds: Bounds, isFromEnd = false): number {
  const area = between(text, bounds.start, bounds.end)
  const index = isFromEnd ? area.lastIndexOf(part) : area.indexOf(part)
  if (index === -1) return -1
  return [...area.slice(0, index)].length + offsetOf(bounds.start ?? 0, [...text].length)
}

export interface Bounds {
  readonly start: number | undefined
  readonly end: number | undefined
}

/** `text.count(part)`: how often it occurs without overlapping. */
export function count(text: string, part: string): number {
  return part === '' ? [...text].length + 1 : text.split(part).length - 1
}

/** `text.replace(old, new, limit)`: every occurrence when there is no limit. */
export function replace(text: string, old: string, replacement: string, limit = -1): string {
  const parts = old === '' ? ['', ...text, ''] : text.split(old)
  if (limit < 0 || parts.length <= limit + 1) return parts.join(replacement)
  const kept = parts.slice(limit).join(old)
  return [...parts.slice(0, limit), kept].join(replacement)
}

/** `text.translate(table)` with a table of code points, as `maketrans` makes it. */
export function translate(text: string, lookup: (code: bigint) => string | undefined): string {
  return Array.from(text, character => lookup(BigInt(character.codePointAt(0) ?? 0)) ?? character).join('')
}

/** `text.expandtabs(size)`. */
export function expandTabs(text: string, size: number): string {
  let column = 0
  return text.replace(/[\s\S]/gu, character => {
    if (character === '\n' || character === '\r') column = 0
    else if (character !== '\t') column++
    else {
      const width = size > 0 ? size - (column % size) : 0
      column += width
      return ' '.repeat(width)
    }
    return character
  })
}

/** Pads a text on one side or both to a width in code points. */
export function pad(text: string, width: number, fill: string, side: 'left' | 'right' | 'both'): string {
  if ([...fill].length !== 1) fail('the fill must be exactly one character')
  const missing = Math.max(0, width - [...text].length)
  if (side === 'left') return fill.repeat(missing) + text
  if (side === 'right') return text + fill.repeat(missing)
  const left = Math.floor(missing / 2) + (missing & width & 1)
  return fill.repeat(left) + text + fill.repeat(missing - left)
}

/** `text.zfill(width)`: zeros after the sign. */
export function zeroFill(text: string, width: number): string {
  const sign = /^[+-]/.exec(text)?.[0] ?? ''
  return sign + pad(text.slice(sign.length), width - sign.length, '0', 'left')
}

function offsetOf(start: number, length: number): number {
  return start < 0 ? Math.max(0, start + length) : start
}
