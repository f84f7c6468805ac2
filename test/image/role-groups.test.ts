import {expect, it} from 'vitest'
import type {FoundRole} from '../../src/image/find-role.ts'
import {byKind} from '../../src/image/role-groups.ts'
import {defineImageRole} from '../../src/role.ts'

function native(name: string): FoundRole {
  return {kind: 'native', name, role: defineImageRole({name, resources: () => []})}
}

function ansible(name: string): FoundRole {
  return {kind: 'ansible', name, directory: `/roles/${name}`}
}

it('puts neighbours of one kind together and keeps the order', () => {
  const groups = byKind([native('a'), native('b'), ansible('c'), native('d'), ansible('e'), ansible('f')])
  expect(
    groups.map(({native: ours = [], ansible: theirs = []}) => [
      ours.map(({name}) => name),
      theirs.map(({name}) => name),
    ]),
  ).toEqual([
    [['a', 'b'], []],
    [[], ['c']],
    [['d'], []],
    [[], ['e', 'f']],
  ])
})
