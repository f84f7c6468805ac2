import {fail} from '../failure.ts'
import {elementsOf} from '../value/iterate.ts'
import {none} from '../value/none.ts'
import {asInteger} from '../value/number.ts'
import {Range} from '../value/range.ts'
import {asText} from '../value/text.ts'
import {Tuple} from '../value/tuple.ts'
import {typeName} from '../value/type-name.ts'
import {Undefined} from '../value/undefined.ts'
import type {Value} from '../value/value.ts'

export interface SliceBounds {
  readonly start?: Value
  readonly stop?: Value
  readonly step?: Value
}

/** `of[start:stop:step]` of a text, list or tuple. */
export function sliceOf(of: Value, bounds: SliceBounds, path: string): Value {
  if (of instanceof Undefined) return of
  const isText = asText(of) !== undefined
  const isSequence = Array.isArray(of) || of instanceof Tuple || of instanceof Range
  if (!isText && !isSequence) return fail(`'${path}' cannot be sliced: it is ${typeName(of)}`)
  const items = pick(elementsOf(of), bounds)
  if (isText) return items.map(item => asText(item) ?? '').join('')
  return of instanceof Tuple ? new Tuple(items) : items
}

function pick(items: readonly Value[], bounds: SliceBounds): Value[] {
  const step = boundOf(bounds.step) ?? 1
  if (step === 0) fail('the step of a slice cannot be zero')
  const [lowest, highest] = step > 0 ? [0, items.length] : [-1, items.length - 1]
  const at = (bound: Value | undefined, fallback: number) => {
    const position = boundOf(bound)
    if (position === undefined) return fallback
    return Math.min(Math.max(position < 0 ? position + items.length : position, lowest), highest)
  }
  const picked: Value[] = []
  const stop = at(bounds.stop, step > 0 ? highest : lowest)
  for (
    let index = at(bounds.start, step > 0 ? lowest : highest);
    step > 0 ? index < stop : index > stop;
    index += step
  ) {
    const item = items[index]
    if (item !== undefined) picked.push(item)
  }
  return picked
}

function boundOf(value: Value | undefined): number | undefined {
  if (value === undefined || value === none) return undefined
  return Number(asInteger(value) ?? fail('the bounds of a slice must be integers'))
}
