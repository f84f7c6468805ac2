import {describe, expect, test} from 'vitest'
import {planSwarm} from '../src/plan.ts'
import type {FoundSwarm, WantedSwarm} from '../src/swarm-state.ts'
import {engine, entry, foundSwarm, wantedNode, wantedSwarm} from './state.ts'

const ranges = {ingress: '172.31.253.0/24', gatewayBridge: '172.31.254.0/25'}

test('a swarm is made on the first hive, and the others join it', () => {
  expect(planned(wantedSwarm(3), {engines: [engine(0), engine(1), engine(2)]})).toEqual([
    'create swarm @p-hive0.example: role: manager; address: 10.0.0.4; labels: hives, servers',
    'create node:p-hive1 @p-hive1.example: role: manager; address: 10.0.0.5; labels: hives, servers',
    'create node:p-hive2 @p-hive2.example: role: manager; address: 10.0.0.6; labels: hives, servers',
  ])
})

test('nothing is planned when all is right', () => {
  const found = foundSwarm([engine(0, 'a'), engine(1, 'b')], [entry('p-hive0', 'a'), entry('p-hive1', 'b')])
  expect(planSwarm(wantedSwarm(2), found)).toEqual([])
})

test('a hive that knows no swarm joins the one that is there, even when it is the first', () => {
  const found = foundSwarm([engine(0), engine(1, 'b')], [entry('p-hive1', 'b')])
  expect(planned(wantedSwarm(2), found)).toEqual([
    'create node:p-hive0 @p-hive0.example: role: manager; address: 10.0.0.4; labels: hives, servers',
  ])
})

describe('an entry', () => {
  test('of a host that was made anew goes before the host joins again', () => {
    const found = foundSwarm([engine(0, 'a'), engine(1)], [entry('p-hive0', 'a'), entry('p-hive1', 'old')])
    expect(planned(wantedSwarm(2), found)).toEqual([
      'remove node:p-hive1: the host was made anew: its former entry old goes',
      'create node:p-hive1 @p-hive1.example: role: manager; address: 10.0.0.5; labels: hives, servers',
    ])
  })

  test('of a former host goes once it is down', () => {
    const found = foundSwarm([engine(0, 'a')], [entry('p-hive0', 'a'), entry('p-hive9', 'z', {state: 'down'})])
    expect(planned(wantedSwarm(1), found)).toEqual([
      'remove node:p-hive9: it is down and no longer in the inventory: its entry z goes',
    ])
  })

  test.each([
    ['that runs and is not ours', 'p-hive9', 'ready', {}],
    ['that is down and left out by -l', 'p-hive2', 'down', {otherNames: ['p-hive2']}],
  ] as const)('%s stays', (_title, name, state, wish) => {
    const found = foundSwarm([engine(0, 'a')], [entry('p-hive0', 'a'), entry(name, 'z', {state})])
    expect(planSwarm(wantedSwarm(1, wish), found)).toEqual([])
  })
})

test('a node of no swarm we know leaves it and joins ours', () => {
  const found = foundSwarm([engine(0, 'a'), engine(1, 'x', {isManager: false})], [entry('p-hive0', 'a')])
  expect(planned(wantedSwarm(2), found)).toEqual([
    'replace node:p-hive1 @p-hive1.example: leaves a swarm it is no member of (state active); role: manager; ' +
      'address: 10.0.0.5; labels: hives, servers',
  ])
})

test('a node follows its role and its groups', () => {
  const wanted = wantedSwarm(0, {nodes: [wantedNode(0), wantedNode(1, {role: 'worker', groups: ['hives', 'web']})]})
  const found = foundSwarm([engine(0, 'a'), engine(1, 'b')], [entry('p-hive0', 'a'), entry('p-hive1', 'b')])
  expect(planned(wanted, found)).toEqual([
    'update node:p-hive1 @p-hive1.example: role: manager -> worker; label servers: removed; label web: true',
  ])
})

describe('internal_cidr', () => {
  test('has its bridges made before joining, and its ingress before anybody uses it', () => {
    const engines = [engine(0), engine(1, '', {bridgeSubnets: ['172.18.0.0/16']})]
    expect(planned(wantedSwarm(2, {ranges}), {engines}).map(line => line.replace(/: (role|subnet): .*/, ''))).toEqual([
      'create network:docker_gwbridge @p-hive0.example',
      'replace network:docker_gwbridge @p-hive1.example',
      'create swarm @p-hive0.example',
      'create network:apiarist-ingress',
      'create node:p-hive1 @p-hive1.example',
    ])
  })

  test.each([
    [false, ['replace network:apiarist-ingress: subnet: 172.31.253.0/24']],
    [true, []],
  ])('takes the routing mesh from under no service (services there: %s)', (hasServices, expected) => {
    const found = foundSwarm([engine(0, 'a', {bridgeSubnets: [ranges.gatewayBridge]})], [entry('p-hive0', 'a')], {
      hasServices,
      ingress: {id: 'i', name: 'ingress', subnets: ['10.0.0.0/24']},
    })
    expect(planned(wantedSwarm(1, {ranges}), found)).toEqual(expected)
  })
})

function planned(wanted: WantedSwarm, found: FoundSwarm): string[] {
  return planSwarm(wanted, found).map(
    ({action, id, host, details}) => `${action} ${id}${host === undefined ? '' : ` @${host}`}: ${details.join('; ')}`,
  )
}
