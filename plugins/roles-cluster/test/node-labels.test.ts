import {expect, test} from 'vitest'
import {labelDetails, wantedLabels} from '../src/node-labels.ts'

const groupNames = ['db', 'hives', 'web']

test.each([
  ['a new node gets its groups', ['hives', 'web'], {}, {hives: 'true', web: 'true', 'hive.groups': 'hives,web'}],
  ['right labels stay', ['hives'], {hives: 'true', 'hive.groups': 'hives'}, undefined],
  [
    'a group that was left goes, even one the inventory no longer knows',
    ['hives'],
    {hives: 'true', old: 'true', 'hive.groups': 'hives,old'},
    {hives: 'true', 'hive.groups': 'hives'},
  ],
  [
    "a label of somebody else's stays, even with the name of a group",
    ['hives'],
    {hives: 'true', web: 'true', rack: '7', 'hive.groups': 'hives'},
    undefined,
  ],
  [
    'labels of hive-builder are taken over',
    ['hives'],
    {hives: 'true', web: 'true', db: 'no', rack: 'true'},
    {hives: 'true', db: 'no', rack: 'true', 'hive.groups': 'hives'},
  ],
])('%s', (_title, groups, labels, expected) => {
  expect(wantedLabels(groups, groupNames, {labels})).toEqual(expected)
})

test('tells each label that differs, and not how the groups are kept in mind', () => {
  const found = {a: 'true', b: 'true', 'hive.groups': 'a,b'}
  expect(labelDetails(found, {b: 'true', c: 'true', 'hive.groups': 'b,c'})).toEqual([
    'label a: removed',
    'label c: true',
  ])
})
