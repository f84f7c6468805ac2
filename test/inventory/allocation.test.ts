import {describe, expect, it} from 'vitest'
import {allocateDevices} from '../../src/inventory/device-ids.ts'
import {allocatePorts, type PortRequest} from '../../src/inventory/published-ports.ts'
import {SourceFile} from '../../src/inventory/source-file.ts'

const origin = {file: new SourceFile('services.yml', 'services: {}\n'), path: []}

const want = (service: string, target: number, more: Partial<PortRequest> = {}): PortRequest => ({
  service,
  target,
  stages: ['private'],
  protocol: 'tcp',
  mode: 'ingress',
  published: undefined,
  origin,
  ...more,
})

const allocate = (requests: PortRequest[], stored: Record<string, number> = {}): unknown => {
  const {ports, map, problems} = allocatePorts(requests, stored)
  return {ports, map, problems: problems.map(({message}) => message)}
}

describe('allocatePorts', () => {
  it('gives out the lowest free numbers from 61001 in order', () => {
    expect(allocate([want('web', 80), want('web', 443), want('db', 5432)])).toEqual({
      ports: [61_001, 61_002, 61_003],
      map: {web80: 61_001, web443: 61_002, db5432: 61_003},
      problems: [],
    })
  })

  it('keeps what was given out, also by hive-builder, and after an explicit number was taken away', () => {
    expect(allocate([want('new', 1), want('web', 80)], {web80: 8080, gone99: 61_001})).toEqual({
      ports: [61_002, 8080],
      map: {web80: 8080, gone99: 61_001, new1: 61_002},
      problems: [],
    })
  })

  it('gives tcp and udp of one target the same number', () => {
    const requests = [want('dns', 53), want('dns', 53, {protocol: 'udp'})]
    expect(allocate(requests)).toEqual({ports: [61_001, 61_001], map: {dns53: 61_001}, problems: []})
  })

  it('keeps tcp and udp of one target apart when they were given different numbers, also next time', () => {
    const requests = [want('dns', 53), want('dns', 53, {protocol: 'udp', published: 5353})]
    const expected = {ports: [61_001, 5353], map: {dns53: 61_001, 'dns:53/udp': 5353}, problems: []}
    expect(allocate(requests)).toEqual(expected)
    expect(allocate(requests, expected.map)).toEqual(expected)
  })

  it('tells apart what reads the same in the key', () => {
    const requests = [want('a1', 80), want('a', 180)]
    const expected = {ports: [61_001, 61_002], map: {a180: 61_001, 'a:180/tcp': 61_002}, problems: []}
    expect(allocate(requests)).toEqual(expected)
    expect(allocate(requests, expected.map)).toEqual(expected)
  })

  it('leaves alone what is asked for further down', () => {
    const requests = [want('web', 80), want('db', 5432, {published: 61_001})]
    expect(allocate(requests)).toEqual({
      ports: [61_002, 61_001],
      map: {web80: 61_002, db5432: 61_001},
      problems: [],
    })
  })

  it.each<[string, Partial<PortRequest>, Partial<PortRequest>, boolean]>([
    ['on one stage', {}, {}, true],
    ['on stages that overlap', {stages: ['private', 'staging']}, {stages: ['staging', 'production']}, true],
    ['on different stages', {stages: ['private']}, {stages: ['staging']}, false],
    ['with different protocols', {protocol: 'tcp'}, {protocol: 'udp'}, false],
    ['on the hosts themselves', {mode: 'host'}, {mode: 'host'}, false],
    ['once on a host and once on all', {mode: 'host'}, {}, true],
  ])('a number twice %s', (_, left, right, isRefused) => {
    const requests = [want('a', 1, {published: 80, ...left}), want('b', 2, {published: 80, ...right})]
    const refusal = [`published port 80/tcp belongs to service a already (services.yml:1:1).`]
    expect(allocatePorts(requests, {}).problems.map(({message}) => message)).toEqual(isRefused ? refusal : [])
  })

  it('says when no number is left', () => {
    const stored = Object.fromEntries(Array.from({length: 4534}, (_, index) => [`s${index}`, 61_001 + index]))
    expect(allocatePorts([want('web', 80)], stored).problems.map(({message}) => message)).toEqual([
      'no port from 61001 to 65534 is free.',
    ])
  })
})

describe('allocateDevices', () => {
  const device = (volume: string, deviceId?: number) => ({volume, deviceId, origin})

  it('gives out the lowest free ids, explicit ones set aside first', () => {
    const {map, problems} = allocateDevices([device('a'), device('b', 1), device('c'), device('a')], {})
    expect({map, problems}).toEqual({map: {a: 2, b: 1, c: 3}, problems: []})
  })

  it('keeps what was given out, also to volumes that are gone', () => {
    const {map} = allocateDevices([device('new'), device('data')], {data: 4, gone: 1})
    expect(map).toEqual({data: 4, gone: 1, new: 2})
  })

  it('refuses an id that belongs to another volume', () => {
    const {problems} = allocateDevices([device('a', 7), device('b', 7), device('c', 9)], {gone: 9})
    expect(problems.map(({message}) => message)).toEqual([
      'device id 7 belongs to volume a already.',
      'device id 9 belonged to volume gone, which is gone; take another one, or remove its entry of drbd_device_map in .hive/persistents.yml.',
    ])
  })

  it('says when no id is left', () => {
    const stored = Object.fromEntries(Array.from({length: 255}, (_, index) => [`v${index}`, index + 1]))
    expect(allocateDevices([device('a')], stored).problems.map(({message}) => message)).toEqual([
      'no device id from 1 to 255 is free.',
    ])
  })
})
