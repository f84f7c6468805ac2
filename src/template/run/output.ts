import {literalCopy} from '../literal/copy.ts'
import {parseLiteral} from '../literal/parse.ts'
import {Bytes} from '../value/bytes.ts'
import {Dict} from '../value/dict.ts'
import {Instance} from '../value/instance.ts'
import {NativeText} from '../value/marked-text.ts'
import {none} from '../value/none.ts'
import {toText} from '../value/text.ts'
import {Tuple} from '../value/tuple.ts'
import {Undefined} from '../value/undefined.ts'
import {refuseUndefined} from '../value/undefined-use.ts'
import type {Value} from '../value/value.ts'

/** What `{{ value }}` puts out: nothing for None, a list for a range. Throws when an undefined value is inside. */
export function finalize(value: Value): Value {
  refuseUndefinedInside(value)
  if (value === none) return ''
  return unrolled(value)
}

/** The list that a range or a view of a mapping becomes where it leaves a filter or the template. */
export function unrolled(value: Value): Value {
  return value instanceof Instance && value.isUnrolled() ? [...(value.elements() ?? [])] : value
}

/**
 * Joins what a template puts out. Text that reads as a list, a mapping or a boolean becomes one; anything else is text,
 * numbers too.
 */
export function joinOutput(output: readonly Value[], converts: boolean): Value {
  if (!converts) return output.map(outputText).join('')
  const [first, ...others] = output
  if (first === undefined) return ''
  if (others.length > 0) return convert(output.map(outputText).join(''))
  if (first instanceof NativeText) return first
  return literalCopy(first) ?? convert(outputText(first))
}

function outputText(value: Value): string {
  return value instanceof Bytes ? value.content.toString() : toText(value)
}

function convert(text: string): Value {
  if (text === 'True') return true
  if (text === 'False') return false
  return text.startsWith('[') || text.startsWith('{') ? (parseLiteral(text) ?? text) : text
}

function refuseUndefinedInside(value: Value): void {
  if (value instanceof Undefined && !value.isMild) refuseUndefined(value)
  if (Array.isArray(value)) value.forEach(refuseUndefinedInside)
  else if (value instanceof Tuple) value.items.forEach(refuseUndefinedInside)
  else if (value instanceof Dict) value.values().forEach(refuseUndefinedInside)
}
