import {afterAll, beforeAll, expect, test} from 'vitest'
import {buildNetworks} from '../../src/phases/build-networks.ts'
import {deployServices} from '../../src/phases/deploy-services.ts'
import type {PhaseOptions} from '../../src/phases/phase.ts'
import type {Network, Service, Site} from '../../src/site/site.ts'
import {type PrivateEngine, startPrivateEngine} from '../support/private-engine.ts'
import {makeService} from '../support/service.ts'
import {makeSession} from '../support/session.ts'
import {makeObject, makeSite} from '../support/site.ts'

const noOptions: PhaseOptions = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}

let engine: PrivateEngine

beforeAll(async () => {
  engine = await startPrivateEngine()
})

afterAll(() => engine.stop())

function network(name: string, subnet?: string): Network {
  const ipam = subnet === undefined ? undefined : {config: [{subnet}], options: {}}
  return {...makeObject(name, ['networks']), driverOptions: {}, attachable: true, ipam}
}

function siteWith(networks: Network[], services: Service[] = []): Site {
  return {...makeSite({hosts: 1, hostVariables: {hive_internal_cidr: '172.31.252.0/22'}}), networks, services}
}

async function build(networks: Network[], prune = false) {
  const session = makeSession(siteWith(networks), engine.connection)
  const report = await buildNetworks.run(session, {...noOptions, prune})
  const targets = report.targets.map(({target, outcome, message}) =>
    [target, outcome, message].filter(Boolean).join(' | '),
  )
  return {report, targets, events: session.events}
}

async function subnetOf(name: string): Promise<string | undefined> {
  return (await engine.docker.getNetwork(name).inspect()).IPAM?.Config?.[0]?.Subnet
}

const initial = [network('hive_default_network'), network('inside', '10.5.0.0/24')]

test('networks are made once, the default one in its reserved range', async () => {
  expect((await build(initial)).targets).toEqual(['hive_default_network | changed', 'inside | changed'])
  await expect.poll(() => subnetOf('hive_default_network')).toBe('172.31.252.0/24')
  const {report, targets} = await build(initial)
  expect(targets).toEqual(['hive_default_network | ok', 'inside | ok'])
  expect(report.changes).toEqual([])
})

test('a network nobody uses is replaced by what is wanted now', async () => {
  const {report} = await build([network('hive_default_network'), network('inside', '10.6.0.0/24')])
  expect(report).toMatchObject({
    outcome: 'changed',
    changes: [
      {
        id: 'network:inside',
        action: 'replace',
        details: ['ipam.config: [{"Subnet":"10.5.0.0/24"}] -> [{"Subnet":"10.6.0.0/24"}]'],
      },
    ],
  })
  // The swarm hands a network its subnet a moment after it took it.
  await expect.poll(() => subnetOf('inside')).toBe('10.6.0.0/24')
})

test('a network in use is left alone, with what to do', async () => {
  const service = makeService('web', {command: ['sleep', '3600'], networks: ['inside'], stopGracePeriod: '1s'})
  const site = siteWith([network('inside', '10.6.0.0/24')], [service])
  await deployServices.run(makeSession(site, engine.connection), noOptions)
  const {targets} = await build(initial)
  expect(targets).toEqual([
    'hive_default_network | ok',
    'inside | failed | Network inside was left as it is. Docker cannot change a network (ipam.config: [{"Subnet":"10.6.0.0/24"}] ' +
      '-> [{"Subnet":"10.5.0.0/24"}]), and it cannot be removed while services use it: web. Run "hive deploy-services -D -l ' +
      'web", then "hive build-networks" again, then "hive deploy-services".',
  ])
  await deployServices.run(makeSession(site, engine.connection), {...noOptions, destroy: true})
  expect((await build(initial)).targets).toEqual(['hive_default_network | ok', 'inside | changed'])
})

test('networks the inventory lost are told of, and removed when asked', async () => {
  const [kept] = initial
  const remaining = kept ? [kept] : []
  expect((await build(remaining)).events).toEqual([
    {
      type: 'warning',
      target: 'inside',
      text: 'Network inside exists, but the inventory has no such network. --prune removes it.',
    },
  ])
  expect((await build(remaining, true)).targets).toEqual(['hive_default_network | ok', 'inside | changed'])
  await expect(engine.docker.getNetwork('inside').inspect()).rejects.toThrow('no such network')
})
