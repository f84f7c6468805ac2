import {expect, test} from 'vitest'
import {makeSite} from '../../../test/support/site.ts'
import {wantedSwarm} from '../src/swarm.ts'

test('the first hive is a manager whatever the others are', () => {
  const site = makeSite({hosts: 4, hostVariables: {hive_swarm_mode: 'worker', hive_internal_cidr: '172.31.252.0/22'}})
  const {nodes, ranges} = wantedSwarm(site, site.hosts.slice(0, 3), [])
  expect(nodes.map(({name, role}) => [name, role])).toEqual([
    ['p-hive0', 'manager'],
    ['p-hive1', 'worker'],
    ['p-hive2', 'worker'],
  ])
  expect(ranges).toMatchObject({ingress: '172.31.253.0/24', gatewayBridge: '172.31.254.0/25'})
})

test('another mode is refused', () => {
  const site = makeSite({hosts: 3, hostVariables: {hive_swarm_mode: 'drone'}})
  expect(() => wantedSwarm(site, site.hosts, [])).toThrow(
    'p-hive1.example: hive_swarm_mode is "drone", expected "manager" or "worker".',
  )
})
