import {expect, test} from 'vitest'
import type {InventoryObject} from '../../src/site/site.ts'
import {portVariable, textListVariable, textVariable} from '../../src/site/typed-variable.ts'

test('texts and numbers are texts, and what is not set is undefined', () => {
  const host = object({zone: 'Asia/Tokyo', port: 22, none: null})
  expect(['zone', 'port', 'none', 'other'].map(name => textVariable(host, name))).toEqual([
    'Asia/Tokyo',
    '22',
    undefined,
    undefined,
  ])
})

test('one text is a list of one', () => {
  const host = object({one: '10.0.0.1', two: ['10.0.0.1', '10.0.0.2']})
  expect(['one', 'two', 'none'].map(name => textListVariable(host, name))).toEqual([
    ['10.0.0.1'],
    ['10.0.0.1', '10.0.0.2'],
    undefined,
  ])
})

test('a port may be written as text', () => {
  expect(portVariable(object({port: '5000'}), 'port')).toBe(5000)
})

test.each([
  [() => textVariable(object({zone: ['a']}), 'zone'), 'hive.yml:3: p-hive0.example: zone should be a text, got ["a"].'],
  [
    () => textListVariable(object({dns: [1]}), 'dns'),
    'hive.yml:3: p-hive0.example: dns should be a text or a list of texts, got [1].',
  ],
  [
    () => portVariable(object({port: 70_000}), 'port'),
    'hive.yml:3: p-hive0.example: port should be a port from 1 to 65535, got "70000".',
  ],
])('a wrong value is told with its place', (read, message) => {
  expect(read).toThrow(message)
})

function object(values: Readonly<Record<string, unknown>>): InventoryObject {
  return {
    name: 'p-hive0.example',
    groups: [],
    variables: {get: name => values[name], has: name => name in values, names: () => Object.keys(values)},
    position: {file: 'hive.yml', line: 3, column: 1},
  }
}
