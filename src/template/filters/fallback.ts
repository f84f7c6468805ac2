import {fail} from '../failure.ts'
import {methodOf} from '../methods/method.ts'
import {type FilterTable, lenient, routine} from '../run/routine.ts'
import {none} from '../value/none.ts'
import {asText} from '../value/text.ts'
import {isTrue} from '../value/truth.ts'
import {typeName} from '../value/type-name.ts'
import {Undefined} from '../value/undefined.ts'

const fallback = lenient('default_value? boolean?', (input, args) => {
  const isMissing = input instanceof Undefined || (args.flag('boolean') && !isTrue(input))
  return isMissing ? args.raw('default_value', '') : input
})

/** Filters that choose between values or look at what kind a value is. */
export const fallbackFilters: FilterTable = {
  default: fallback,
  d: fallback,
  mandatory: lenient('msg?', (input, args) => {
    if (!(input instanceof Undefined)) return input
    return fail(asText(args.value('msg', none)) ?? `the mandatory variable '${input.name}' is not defined`)
  }),
  ternary: routine('true_val false_val none_val?', (input, args) => {
    if (input === none && args.raw('none_val', none) !== none) return args.raw('none_val')
    return args.raw(isTrue(input) ? 'true_val' : 'false_val')
  }),
  type_debug: lenient('', input => typeName(input)),
  attr: routine('name', (input, args) => {
    const name = args.text('name')
    return methodOf(input, name) ?? new Undefined(name, `a ${typeName(input)} has no attribute '${name}'`)
  }),
}
