import {split} from '../text/split.ts'
import {toText} from '../value/text.ts'
import {Undefined} from '../value/undefined.ts'
import {refuseUndefined} from '../value/undefined-use.ts'
import type {Lookup} from './lookup.ts'

/** `lookup('env', NAME)`: a variable of the environment, empty when it is not set. */
export const env: Lookup = {
  options: ['default?'],
  run: (terms, options, {context}) =>
    terms.map(term => {
      const [name = ''] = split(toText(term), undefined)
      const value = context.environment[name] ?? options.raw('default', '')
      return value instanceof Undefined ? refuseUndefined(value) : value
    }),
}
