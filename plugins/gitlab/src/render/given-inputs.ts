import {HiveError} from '@hive-ci/cli'
import {parse} from 'yaml'
import {type InputDefinition, type InputValues, inputDefinitions} from '../pipeline/inputs.ts'
import type {Node, Place} from '../pipeline/node.ts'

/**
 * Inputs as they are given on the command line, `NAME=VALUE`: text for inputs of type string, else YAML.
 * @throws HiveError USAGE for an argument without a name.
 */
export function givenInputs(spec: Node | undefined, given: readonly string[]): InputValues {
  const definitions = inputDefinitions(spec)
  return new Map(given.map(argument => named(argument, definitions)))
}

/** Every input of the header, left open. */
export function openInputs(spec: Node | undefined): InputValues {
  return new Map(
    inputDefinitions(spec).map(({name, place}) => [name, {kind: 'scalar', value: `$[[ inputs.${name} ]]`, place}]),
  )
}

const place: Place = {file: '--input', line: 0}

function named(argument: string, definitions: readonly InputDefinition[]): readonly [string, Node] {
  const [, name, value] = /^([\w-]+)=(.*)$/s.exec(argument) ?? []
  if (name === undefined || value === undefined) {
    throw new HiveError('USAGE', `--input ${argument} has no name; NAME=VALUE is expected.`)
  }
  const type = definitions.find(definition => definition.name === name)?.type ?? 'string'
  return [name, type === 'string' ? {kind: 'scalar', value, place} : nodeOf(parse(value))]
}

function nodeOf(value: unknown): Node {
  if (Array.isArray(value)) return {kind: 'list', items: value.map(nodeOf), place}
  if (typeof value === 'object' && value !== null) {
    return {kind: 'map', entries: new Map(Object.entries(value).map(([key, part]) => [key, nodeOf(part)])), place}
  }
  if (typeof value === 'number' || typeof value === 'boolean') return {kind: 'scalar', value, place}
  return {kind: 'scalar', value: value === null ? null : String(value), place}
}
