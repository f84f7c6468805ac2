import {expect, test} from 'vitest'
import {swarmWarnings} from '../src/warnings.ts'
import {engine, entry, foundSwarm, wantedSwarm} from './state.ts'

const ranges = {ingress: '172.31.253.0/24', gatewayBridge: '172.31.254.0/25'}

test('says nothing when all is right, or when there is no swarm yet', () => {
  const found = foundSwarm([engine(0, 'a', {bridgeSubnets: [ranges.gatewayBridge]})], [entry('p-hive0', 'a')], {
    ingress: {id: 'i', name: 'apiarist-ingress', subnets: [ranges.ingress]},
  })
  expect(swarmWarnings(wantedSwarm(1, {ranges}), found)).toEqual([])
  expect(swarmWarnings(wantedSwarm(1, {ranges}), {engines: [engine(0)]})).toEqual([])
})

test('tells of nodes that run and are not in the inventory', () => {
  const found = foundSwarm([engine(0, 'a')], [entry('p-hive0', 'a'), entry('guest', 'g', {role: 'worker'})])
  expect(swarmWarnings(wantedSwarm(1), found)).toEqual([
    'The swarm has a worker "guest" (ready) that is not in the inventory. It is left alone; run "docker swarm leave" on it to let it go.',
  ])
})

test('tells of networks in use that are not where internal_cidr wants them', () => {
  const found = foundSwarm([engine(0, 'a', {bridgeSubnets: ['172.18.0.0/16']})], [entry('p-hive0', 'a')], {
    hasServices: true,
    ingress: {id: 'i', name: 'ingress', subnets: ['10.0.0.0/24']},
  })
  expect(swarmWarnings(wantedSwarm(1, {ranges}), found)).toEqual([
    'docker_gwbridge of p-hive0.example has 172.18.0.0/16, but internal_cidr reserves 172.31.254.0/25 for it. A network in use cannot be moved: take the services down and let the nodes leave the swarm to have it made anew.',
    'The ingress network has 10.0.0.0/24, but internal_cidr reserves 172.31.253.0/24 for it. A network in use cannot be moved: take the services down and let the nodes leave the swarm to have it made anew.',
  ])
})
