import {fail} from '../failure.ts'
import {none} from '../value/none.ts'
import {asText} from '../value/text.ts'
import {typeName} from '../value/type-name.ts'
import {Undefined} from '../value/undefined.ts'
import {refuseUndefined} from '../value/undefined-use.ts'
import type {Lookup} from './lookup.ts'

/** `lookup('vars', name)`: a variable whose name is computed. */
export const vars: Lookup = {
  options: ['default?'],
  run: (terms, options, machine) =>
    terms.map(term => {
      const name = asText(term) ?? fail(`the name of a variable is needed, got ${typeName(term)}`)
      const value = machine.variable(name) ?? new Undefined(name)
      const fallback = options.raw('default', none)
      if (value instanceof Undefined) return fallback === none ? refuseUndefined(value) : fallback
      return value
    }),
}
