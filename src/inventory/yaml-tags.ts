import type {ScalarTag, Tags} from 'yaml'
import {Float, Unsafe} from '../template/context.ts'
import {VaultText} from './vault-text.ts'

/**
 * The tags of Ansible's YAML: plain scalars are read as PyYAML reads them, which differs from the YAML 1.1 schema of
 * the library in details that matter (`y` and `1e3` and `08` are text; dates stay text).
 */
export function ansibleTags(standard: Tags): Tags {
  const kept = standard.filter(tag => typeof tag === 'string' || !replaced.includes(tag.tag))
  return [...kept, boolean, ...integers, ...floats, unsafe, vault]
}

const replaced: readonly string[] = [
  'tag:yaml.org,2002:bool',
  'tag:yaml.org,2002:int',
  'tag:yaml.org,2002:float',
  'tag:yaml.org,2002:timestamp',
]

const boolean: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  resolve: text => /^(?:y|t|on)/i.test(text),
}

const integers: readonly ScalarTag[] = [
  integer(/^[-+]?0b[01_]+$/, text => fromDigits(text.replace('0b', ''), 2)),
  integer(/^[-+]?0x[0-9a-fA-F_]+$/, text => fromDigits(text.replace('0x', ''), 16)),
  integer(/^[-+]?0[0-7_]+$/, text => fromDigits(text, 8)),
  integer(/^[-+]?(?:0|[1-9][0-9_]*)$/, text => fromDigits(text, 10)),
  integer(/^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/, sexagesimal),
]

const floats: readonly ScalarTag[] = [
  float(/^[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?$/, text => Number(text.replaceAll('_', ''))),
  float(/^\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?$/, text => Number(text.replaceAll('_', ''))),
  float(/^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/, sexagesimal),
  float(/^[-+]?\.(?:inf|Inf|INF)$/, text => (text.startsWith('-') ? -Infinity : Infinity)),
  float(/^\.(?:nan|NaN|NAN)$/, () => Number.NaN),
]

const unsafe: ScalarTag = {tag: '!unsafe', resolve: text => new Unsafe(text)}

const vault: ScalarTag = {tag: '!vault', resolve: text => new VaultText(text)}

function integer(test: RegExp, resolve: (text: string) => number): ScalarTag {
  return {tag: 'tag:yaml.org,2002:int', default: true, test, resolve}
}

/** `1.0` must stay `1.0` when a template puts it into a text. */
function float(test: RegExp, resolve: (text: string) => number): ScalarTag {
  return {tag: 'tag:yaml.org,2002:float', default: true, test, resolve: text => asFloat(resolve(text))}
}

function fromDigits(text: string, base: number): number {
  return Number.parseInt(text.replaceAll('_', ''), base)
}

function sexagesimal(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1
  const parts = text.replace(/^[-+]/, '').replaceAll('_', '').split(':')
  return sign * parts.reduce((sum, part) => sum * 60 + Number(part), 0)
}

function asFloat(value: number): number | Float {
  return Number.isInteger(value) ? new Float(value) : value
}
