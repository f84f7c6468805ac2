import type {Arguments} from '../run/arguments.ts'
import {contains} from '../run/operator.ts'
import {routine, type TestTable} from '../run/routine.ts'
import {splitUrl} from '../text/url.ts'
import {none} from '../value/none.ts'
import {asText} from '../value/text.ts'
import {isTrue} from '../value/truth.ts'
import type {Value} from '../value/value.ts'

/** Tests for URIs. Python takes nearly any text for one. */
export const uriTests: TestTable = {
  uri: routine('schemes?', (value, args) => isUri(value, args.value('schemes', none))),
  url: routine('schemes?', (value, args) => isUrl(value, args)),
  urn: routine('', value => isUri(value, ['urn'])),
}

function isUri(value: Value, schemes: Value): boolean {
  // Python takes whatever is empty for an empty text.
  const text = asText(value) ?? (isTrue(value) ? undefined : '')
  if (text === undefined) return false
  return !isTrue(schemes) || contains(schemes, splitUrl(text).scheme)
}

function isUrl(value: Value, args: Arguments): boolean {
  if (!isUri(value, args.value('schemes', none))) return false
  const parts = splitUrl(asText(value) ?? '')
  return parts.netloc !== '' || parts.scheme === 'file'
}
