import {describe, expect, test} from 'vitest'
import type {DrbdOptions, Volume} from '../../../src/site/site.ts'
import {planDrbd} from '../../../src/volume/drbd/plan.ts'
import {makeObject, makeSite} from '../../support/site.ts'
import {foundDrbd} from './found.ts'

const hives = makeSite({hosts: 4}).hosts.filter(host => host.isHive)
const pair = hives.slice(0, 2)

function volume(wish: Partial<DrbdOptions> = {}): Volume {
  const drbd = {deviceId: 1, size: '1G', fstype: 'xfs', diskless: [], ...wish}
  return {...makeObject('volume_data', ['drbd_volumes']), source: 'data', kind: 'drbd', driverOptions: {}, drbd}
}

function planned(found: Parameters<typeof planDrbd>[1], wish: Partial<DrbdOptions> = {}) {
  const plan = planDrbd(volume(wish), found)
  if (typeof plan === 'string') return plan
  return plan.replicas.map(({host, details}) => [host.shortName, ...details])
}

test('a new volume is made on every host, without a disk on those that keep no copy', () => {
  const found = hives.map(host => foundDrbd(host, '9.2.12'))
  expect(planned(found, {diskless: ['p-hive2.example']})).toEqual([
    ['p-hive0', 'resource: new', 'disk: none -> 1024 MiB', 'device: down -> up', 'unit: to be enabled'],
    ['p-hive1', 'resource: new', 'disk: none -> 1024 MiB', 'device: down -> up', 'unit: to be enabled'],
    ['p-hive2', 'resource: new', 'device: down -> up', 'unit: to be enabled'],
  ])
})

describe('a volume that was made', () => {
  const plan = planDrbd(
    volume(),
    pair.map(host => foundDrbd(host, '8.4.11')),
  )
  const file = typeof plan === 'string' ? plan : plan.file.trim()
  const made = {file, size: 2 ** 30, isComplete: true, isUp: true}

  test('is left alone', () => {
    expect(planned(pair.map(host => foundDrbd(host, '8.4.11', made)))).toEqual([['p-hive0'], ['p-hive1']])
  })

  test('grows', () => {
    expect(
      planned(
        pair.map(host => foundDrbd(host, '8.4.11', made)),
        {size: '2G'},
      ),
    ).toEqual([
      ['p-hive0', 'disk: 1024 MiB -> 2048 MiB'],
      ['p-hive1', 'disk: 1024 MiB -> 2048 MiB'],
    ])
  })

  test('does not shrink', () => {
    expect(
      planned(
        pair.map(host => foundDrbd(host, '8.4.11', made)),
        {size: '500M'},
      ),
    ).toBe(
      'Volume data has 1024 MiB on p-hive0.example and is wanted with 500 MiB: a volume can grow, but not shrink. Save what is ' +
        'in it, remove it with "hive build-volumes -D -l data" and build it again.',
    )
  })

  test('follows the host a person made primary', () => {
    const [first, second] = pair
    if (!first || !second) throw new Error('there are two')
    const found = [
      foundDrbd(first, '8.4.11', {...made, isKeeper: true}),
      foundDrbd(second, '8.4.11', {...made, isPrimary: true}),
    ]
    expect(planned(found)).toEqual([['p-hive0'], ['p-hive1', 'primary at boot: other host -> this host']])
  })
})

describe('is refused with a sentence:', () => {
  test.each<[string, ReturnType<typeof planned>, string]>([
    [
      'three copies with DRBD 8.4',
      planned(hives.map(host => foundDrbd(host, '8.4.11'))),
      'Volume data: DRBD 8.4 keeps at most 2 copies, and 3 hosts would have one. Name the others under "diskless" of the ' +
        'volume, or give them "hive_no_mirrored_device: true".',
    ],
    [
      'one host with DRBD 8.4',
      planned(hives.slice(0, 1).map(host => foundDrbd(host, '8.4.11'))),
      'Volume data: DRBD 8.4 needs 2 hosts that keep a copy, and there is 1. Use a volume without "drbd".',
    ],
    [
      'hosts with different DRBD',
      planned(pair.map(host => foundDrbd(host, host.index === 0 ? '8.4.11' : '9.2.12'))),
      'Volume data is to be replicated, but the hosts should all have DRBD 8.4 or all have DRBD 9, and were found with ' +
        'p-hive0.example 8.4.11, p-hive1.example 9.2.12.',
    ],
    [
      'a host without DRBD among others',
      planned(pair.map(host => foundDrbd(host, host.index === 0 ? '8.4.11' : ''))),
      'Volume data is to be replicated, but p-hive1.example cannot: DRBD\'s module or tools are missing. Run "hive setup-hosts -T drbd".',
    ],
    [
      'a volume without a size',
      planned(
        pair.map(host => foundDrbd(host, '9.2.12')),
        {size: undefined},
      ),
      'Volume data: "size" of drbd should be a size like 500M or 20G, got null.',
    ],
    [
      'no copy at all',
      planned(
        pair.map(host => foundDrbd(host, '9.2.12')),
        {diskless: ['p-hive0', 'p-hive1']},
      ),
      'Volume data: no host would keep a copy of it; all are diskless. Take one out of "diskless".',
    ],
  ])('%s', (_title, found, sentence) => {
    expect(found).toBe(sentence)
  })
})
