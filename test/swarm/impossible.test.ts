import {describe, expect, test} from 'vitest'
import type {PublishedPort, Service} from '../../src/site/site.ts'
import {impossibleWishes} from '../../src/swarm/impossible.ts'
import {makeCluster} from '../support/cluster.ts'
import {makeService} from '../support/service.ts'
import {makeSite} from '../support/site.ts'

const port: PublishedPort = {targetPort: 80, publishedPort: 8080, protocol: 'tcp'}
const hostPort: PublishedPort = {...port, mode: 'host'}
const mesh = makeCluster()
const noMesh = makeCluster({hasIpvs: false})

/** What is wrong with the last of the services, on two hive hosts and a repository. */
function wishes(cluster: typeof mesh, ...services: Service[]): readonly string[] {
  const last = services.at(-1)
  return last ? impossibleWishes(last, {...makeSite({hosts: 3}), services}, cluster) : []
}

describe('more tasks than hosts that could open the port', () => {
  test('are refused in mode host', () => {
    expect(wishes(mesh, makeService('web', {replicas: 3, ports: [hostPort]}))).toEqual([
      '3 replicas are wanted, but port 8080/tcp is published in mode host, so there can be one on each of 2 host(s) at most',
    ])
  })

  test('are refused without IPVS whatever the mode', () => {
    expect(wishes(noMesh, makeService('web', {replicas: 3, ports: [port]}))).toEqual([
      '3 replicas are wanted, but port 8080/tcp can only be published on the hosts themselves here (no IPVS), so there can be one on each of 2 host(s) at most',
    ])
  })

  test('are counted on the hosts that are left by constraints on names', () => {
    const placement = {constraints: ['node.hostname != p-hive1', 'node.role == manager'], preferences: []}
    expect(wishes(mesh, makeService('web', {replicas: 2, ports: [hostPort], placement}))).toEqual([
      '2 replicas are wanted, but port 8080/tcp is published in mode host, so there can be one on each of 1 host(s) at most',
    ])
  })

  test('are fine behind the mesh, or when they are global', () => {
    expect(wishes(mesh, makeService('web', {replicas: 3, ports: [port]}))).toEqual([])
    expect(wishes(noMesh, makeService('web', {mode: 'global', ports: [port]}))).toEqual([])
  })
})

test('a virtual address is refused for more tasks than one', () => {
  const labels = {HIVE_VIP1: '192.0.2.7'}
  expect(wishes(mesh, makeService('web', {replicas: 2, labels}))).toEqual([
    '2 replicas are wanted, but the virtual address of label HIVE_VIP1 can be on one host only',
  ])
  expect(wishes(mesh, makeService('web', {labels}))).toEqual([])
})

describe('one port of two services', () => {
  const web = makeService('web', {ports: [port]})

  test('is refused in the mesh', () => {
    expect(wishes(mesh, web, makeService('api', {ports: [port]}))).toEqual([
      'port 8080/tcp is published by service web already',
    ])
  })

  test('is fine on different hosts', () => {
    const [here, there] = ['p-hive0', 'p-hive1'].map(name => ({
      ports: [hostPort],
      placement: {constraints: [`node.hostname == ${name}`], preferences: []},
    }))
    expect(wishes(mesh, makeService('web', here), makeService('api', there))).toEqual([])
    expect(wishes(mesh, makeService('web', here), makeService('api', here))).toEqual([
      'port 8080/tcp is published by service web already',
    ])
  })

  test('is fine with another protocol', () => {
    expect(wishes(mesh, web, makeService('dns', {ports: [{...port, protocol: 'udp'}]}))).toEqual([])
  })
})

test('the mesh needs a virtual address', () => {
  expect(wishes(mesh, makeService('web', {endpointMode: 'dnsrr', ports: [port]}))).toEqual([
    'port 8080/tcp needs "mode: host", because with endpoint_mode dnsrr the swarm routes no ports',
  ])
})

test('volumes on two nodes cannot be mounted by one task', () => {
  const mounts = ['a', 'b'].map(source => ({source, target: `/${source}`, type: 'volume', readonly: false}) as const)
  const pins = new Map([
    ['a', 'p-hive0'],
    ['b', 'p-hive1'],
  ])
  expect(wishes(makeCluster({pins}), makeService('web', {mounts}))).toEqual([
    'its volumes are on different nodes (p-hive0, p-hive1), and a task runs on one',
  ])
})
