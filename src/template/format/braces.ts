import {fail} from '../failure.ts'
import type {CallArguments} from '../value/call-arguments.ts'
import {repr, toText} from '../value/text.ts'
import {defined} from '../value/undefined-use.ts'
import type {Value} from '../value/value.ts'
import {formatValue} from './spec.ts'

/** How a field like `{user.name[0]}` reaches into a value. */
export interface Reach {
  attribute(of: Value, name: string): Value
  item(of: Value, key: Value): Value
}

/** `text.format(…)`. */
export function formatBraces(text: string, args: CallArguments, reach: Reach): string {
  let nextIndex = 0
  const valueNamed = (name: string): Value => {
    const [head = '', ...steps] = name.split(/(?=[.[])/)
    const start =
      head === ''
        ? args.positional[nextIndex++]
        : /^\d+$/.test(head)
          ? args.positional[Number(head)]
          : args.named.get(head)
    if (start === undefined) return fail(`there is no argument for the field '{${name}}'`)
    return steps.reduce((value, step) => follow(defined(value), step, reach), start)
  }
  return substitute(text, valueNamed)
}

function substitute(text: string, valueNamed: (name: string) => Value): string {
  const pattern = /\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::((?:[^{}]|\{[^{}]*\})*))?\}|[{}]/g
  return text.replace(pattern, (whole, name?: string, conversion?: string, spec = '') => {
    if (whole === '{{' || whole === '}}') return whole.slice(1)
    if (name === undefined) return fail(`single '${whole}' encountered in format string`)
    const value = defined(valueNamed(name))
    const converted = conversion === undefined ? value : conversion === 's' ? toText(value) : repr(value)
    return formatValue(converted, spec === '' ? '' : substitute(spec, valueNamed))
  })
}

function follow(value: Value, step: string, reach: Reach): Value {
  if (step.startsWith('.')) return reach.attribute(value, step.slice(1))
  const key = step.slice(1, -1)
  return reach.item(value, /^\d+$/.test(key) ? BigInt(key) : key)
}
