import {describe, expect, test} from 'vitest'
import type {Volume} from '../../src/site/site.ts'
import type {FoundVolume} from '../../src/volume/found-volume.ts'
import {planRemoval, planVolumes} from '../../src/volume/plan.ts'
import {makeObject, makeSite} from '../support/site.ts'

const site = makeSite({hosts: 3})
const hives = site.hosts.filter(host => host.isHive)

function volume(kind: Volume['kind'], wish: Partial<Volume> = {}): Volume {
  return {...makeObject('volume_data', ['volumes']), source: 'data', kind, driverOptions: {}, ...wish}
}

function plan(wanted: Volume, pins: Record<string, string> = {}, ...present: FoundVolume[][]) {
  const found = hives.map((host, index) => ({host, volumes: present[index] ?? []}))
  return planVolumes({site, volumes: [wanted], found, pins: new Map(Object.entries(pins))}).map(
    ({host, change, problem}) => ({
      host: host?.shortName,
      change: change && [change.action, ...change.details],
      problem,
    }),
  )
}

describe('a volume with a driver', () => {
  const share = volume('driver', {driver: 'local', driverOptions: {type: 'nfs', o: 'addr=10.0.0.1,password=x'}})

  test('is made on every hive host that lacks it', () => {
    const there = {Name: 'data', Driver: 'local', Options: share.driverOptions}
    expect(plan(share, {}, [there])).toEqual([
      {host: 'p-hive0'},
      {host: 'p-hive1', change: ['create', 'driver: local']},
    ])
  })

  test('that was made differently is left alone, and its options are not told', () => {
    const there = {Name: 'data', Driver: 'local', Options: {type: 'nfs', o: 'addr=10.0.0.1,password=y'}}
    expect(plan(share, {}, [there], [there])[0]).toEqual({
      host: 'p-hive0',
      change: ['replace', 'driver_opts: o differ'],
      problem:
        'Volume data on p-hive0.example was left as it is: it was made differently (driver_opts: o differ) and Docker cannot ' +
        'change a volume. Save what is in it, remove it with "hive build-volumes -D -l data", then run "hive build-volumes" again.',
    })
  })
})

describe('a replicated volume', () => {
  test('is a local one of its node where nothing replicates', () => {
    expect(plan(volume('drbd'), {data: 'p-hive1'})).toEqual([{host: 'p-hive1', change: ['create', 'driver: local']}])
  })
})

test('network storage of a provider is refused with what to use instead', () => {
  expect(plan(volume('nfs', {position: {file: 'inventory/a.yml', line: 4, column: 1}}))).toEqual([
    {
      problem:
        'inventory/a.yml:4: Volume data asks for network storage (nfs), which provider docker does not offer in this version ' +
        'of hive. Use "driver: local" with "driver_opts" {type: nfs, o: addr=..., device: ...} and a server of your own.',
    },
  ])
})

test('removal touches the hosts that have the volume', () => {
  const found = hives.map((host, index) => ({host, volumes: index === 0 ? [] : [{Name: 'data', Driver: 'local'}]}))
  const steps = planRemoval([volume('driver')], found).map(({host, change}) => [host?.shortName, change?.action])
  expect(steps).toEqual([
    ['p-hive0', undefined],
    ['p-hive1', 'remove'],
  ])
})
