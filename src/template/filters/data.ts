import {fail} from '../failure.ts'
import {readJson} from '../json/read.ts'
import {type JsonStyle, writeJson} from '../json/write.ts'
import type {Arguments} from '../run/arguments.ts'
import {type FilterTable, lenient, routine} from '../run/routine.ts'
import {elementsOf} from '../value/iterate.ts'
import {Markup, NativeText} from '../value/marked-text.ts'
import {none} from '../value/none.ts'
import {asInteger, asNumber} from '../value/number.ts'
import {asText, toText} from '../value/text.ts'
import {isTrue} from '../value/truth.ts'
import type {Value} from '../value/value.ts'
import {readYaml, readYamlDocuments} from '../yaml/read.ts'
import {writeYaml} from '../yaml/write.ts'
import {yamlStyle} from './yaml-style.ts'

/** Filters that read and write JSON and YAML, and read booleans. */
export const dataFilters: FilterTable = {
  bool: routine('', input => toBoolean(input)),
  from_json: routine('', input => readJson(asText(input) ?? fail('from_json needs text'))),
  from_yaml: routine('', input => onText(input, readYaml)),
  from_yaml_all: routine('', input => onText(input, readYamlDocuments)),
  to_json: routine('**options', (input, args) => new NativeText(writeJson(input, jsonStyle(args, {})))),
  to_nice_json: routine('indent? sort_keys? **options', (input, args) => {
    const given = {indent: args.value('indent', 4n), sort_keys: args.value('sort_keys', true)}
    return new NativeText(writeJson(input, jsonStyle(args, given)))
  }),
  to_yaml: lenient('**options', (input, args) => new NativeText(writeYaml(input, yamlStyle(args, {})))),
  to_nice_yaml: lenient('indent? **options', (input, args) => {
    const given = {indent: args.value('indent', 4n), default_flow_style: false}
    return new NativeText(writeYaml(input, yamlStyle(args, given)))
  }),
  tojson: routine('indent?', (input, args) => {
    const style = {...jsonStyle(args, {indent: args.value('indent', none)}), sortsKeys: true}
    return new Markup(writeJson(input, style).replace(/[<>&']/g, unit => `\\u00${unit.charCodeAt(0).toString(16)}`))
  }),
}

function toBoolean(value: Value): Value {
  if (value === none || typeof value === 'boolean') return value
  const text = asText(value)?.toLowerCase()
  if (text !== undefined) return ['yes', 'on', '1', 'true'].includes(text)
  const number = asNumber(value)
  return number !== undefined && Number(number) === 1
}

function onText(value: Value, read: (text: string) => Value): Value {
  const text = asText(value)
  return text === undefined ? value : read(text)
}

function jsonStyle(args: Arguments, given: Readonly<Record<string, Value>>): JsonStyle {
  const options = {...Object.fromEntries(args.named), ...given}
  const indent = options.indent ?? none
  const isNice = indent !== none
  const [item = isNice ? ',' : ', ', key = ': '] = separatorsOf(options.separators)
  return {
    indent:
      asText(indent) ?? (isNice ? ' '.repeat(Number(asInteger(indent) ?? fail('indent needs a number'))) : undefined),
    itemSeparator: item,
    keySeparator: key,
    sortsKeys: isTrue(options.sort_keys ?? false),
    isAscii: isTrue(options.ensure_ascii ?? true),
  }
}

function separatorsOf(value: Value | undefined): string[] {
  return value === undefined || value === none ? [] : elementsOf(value).map(toText)
}
