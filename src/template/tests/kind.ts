import {lenient, routine, type Test, type TestTable} from '../run/routine.ts'
import {isAllCase} from '../text/case.ts'
import {Bytes} from '../value/bytes.ts'
import {Dict} from '../value/dict.ts'
import {Instance} from '../value/instance.ts'
import {elementsOrUndefined} from '../value/iterate.ts'
import {Markup} from '../value/marked-text.ts'
import {none} from '../value/none.ts'
import {asNumber} from '../value/number.ts'
import {Range} from '../value/range.ts'
import {asText, toText} from '../value/text.ts'
import {Tuple} from '../value/tuple.ts'
import {Undefined} from '../value/undefined.ts'
import type {Value} from '../value/value.ts'

/** Tests for what a value is. Most hold for no undefined value, and do not fail for one. */
export const kindTests: TestTable = {
  defined: kind(value => !(value instanceof Undefined)),
  undefined: kind(value => value instanceof Undefined),
  none: kind(value => value === none),
  boolean: kind(value => typeof value === 'boolean'),
  true: kind(value => value === true),
  false: kind(value => value === false),
  integer: kind(value => typeof value === 'bigint'),
  float: kind(value => typeof value === 'number'),
  number: kind(value => asNumber(value) !== undefined),
  string: kind(value => asText(value) !== undefined),
  mapping: kind(isMapping),
  sequence: kind(isSequence),
  callable: kind(value => value instanceof Undefined || (value instanceof Instance && value.isCallable())),
  iterable: routine('', value => elementsOrUndefined(value) !== undefined),
  lower: routine('', value => isAllCase(toText(value), 'lower')),
  upper: routine('', value => isAllCase(toText(value), 'upper')),
  escaped: kind(value => value instanceof Markup),
  sameas: lenient('other', (value, args) => isSame(value, args.raw('other'))),
  filter: routine('', (value, _args, machine) => machine.hasFilter(toText(value))),
  test: routine('', (value, _args, machine) => machine.hasTest(toText(value))),
}

function kind(holds: (value: Value) => boolean): Test {
  return lenient('', holds)
}

function isMapping(value: Value): boolean {
  return value instanceof Dict || (value instanceof Instance && value.isMapping())
}

/** Whatever has a length and items counts, mappings and texts too. */
function isSequence(value: Value): boolean {
  if (Array.isArray(value) || value instanceof Dict || value instanceof Tuple || value instanceof Bytes) return true
  return asText(value) !== undefined || (value instanceof Instance && (value.isMapping() || value instanceof Range))
}

function isSame(value: Value, other: Value): boolean {
  const text = asText(value)
  return text === undefined ? value === other : text === asText(other)
}
