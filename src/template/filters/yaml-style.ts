import {fail} from '../failure.ts'
import type {Arguments} from '../run/arguments.ts'
import {none} from '../value/none.ts'
import {asInteger} from '../value/number.ts'
import {isTrue} from '../value/truth.ts'
import type {Value} from '../value/value.ts'
import type {YamlStyle} from '../yaml/write.ts'

const known = [
  'indent',
  'width',
  'sort_keys',
  'default_flow_style',
  'explicit_start',
  'explicit_end',
  'allow_unicode',
  'encoding',
]

/** The options of `to_yaml` as a style; `given` wins over what the call names. */
export function yamlStyle(args: Arguments, given: Readonly<Record<string, Value>>): YamlStyle {
  const options: Record<string, Value> = {...Object.fromEntries(args.named), ...given}
  const surplus = Object.keys(options).find(name => !known.includes(name))
  if (surplus !== undefined) fail(`${args.callee} does not support the option '${surplus}'`)
  const indent = integerOf(options.indent) ?? 2
  const width = integerOf(options.width) ?? 80
  const flow = options.default_flow_style ?? none
  return {
    indent: indent < 2 || indent > 9 ? 2 : indent,
    width: width <= indent * 2 ? (width < 0 ? Number.POSITIVE_INFINITY : 80) : width,
    sortsKeys: isTrue(options.sort_keys ?? true),
    isFlow: flow === none ? undefined : isTrue(flow),
    hasStart: isTrue(options.explicit_start ?? false),
    hasEnd: isTrue(options.explicit_end ?? false),
  }
}

function integerOf(value: Value | undefined): number | undefined {
  const integer = asInteger(value)
  return integer === undefined ? undefined : Number(integer)
}
