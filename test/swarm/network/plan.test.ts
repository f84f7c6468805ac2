import type Docker from 'dockerode'
import {describe, expect, test} from 'vitest'
import type {Network} from '../../../src/site/site.ts'
import type {FoundService} from '../../../src/swarm/found-service.ts'
import {orphanedNetworks, planNetworks} from '../../../src/swarm/network/plan.ts'
import {networkSpec} from '../../../src/swarm/network/spec.ts'
import {makeObject, makeSite} from '../../support/site.ts'

const site = makeSite({hostVariables: {hive_internal_cidr: '172.31.252.0/22'}})

function network(name: string, wish: Partial<Network> = {}): Network {
  return {...makeObject(name, ['networks']), driverOptions: {}, attachable: true, ...wish}
}

/** What the engine tells of a network of that name when the inventory left everything to it. */
function found(name: string, wish: Partial<Docker.NetworkInspectInfo> = {}): Docker.NetworkInspectInfo {
  return {
    Name: name,
    Id: `id-of-${name}`,
    Created: '2026-01-01T12:00:00Z',
    Scope: 'swarm',
    Driver: 'overlay',
    EnableIPv6: false,
    Internal: false,
    Attachable: true,
    Ingress: false,
    ConfigOnly: false,
    IPAM: {Driver: 'default', Config: [{Subnet: '10.0.1.0/24', Gateway: '10.0.1.1'}]},
    Options: {'com.docker.network.driver.overlay.vxlanid_list': '4097'},
    ...wish,
  }
}

const ipam = {config: [{subnet: '10.5.0.0/24', gateway: '10.5.0.9', auxAddresses: {a: '10.5.0.2'}}], options: {}}

test('the default network takes the first quarter of internal_cidr', () => {
  expect(networkSpec(network('hive_default_network'), site)).toMatchInlineSnapshot(`
    {
      "Attachable": true,
      "Driver": "overlay",
      "IPAM": {
        "Config": [
          {
            "Subnet": "172.31.252.0/24",
          },
        ],
        "Driver": "default",
        "Options": {},
      },
      "Labels": {
        "hive.site": "example",
        "hive.stage": "private",
      },
      "Name": "hive_default_network",
      "Options": {},
    }
  `)
})

test('a network may have its own addresses and options', () => {
  expect(
    networkSpec(network('inside', {ipam, driverOptions: {encrypted: ''}, attachable: false}), site),
  ).toMatchInlineSnapshot(`
    {
      "Attachable": false,
      "Driver": "overlay",
      "IPAM": {
        "Config": [
          {
            "AuxiliaryAddresses": {
              "a": "10.5.0.2",
            },
            "Gateway": "10.5.0.9",
            "Subnet": "10.5.0.0/24",
          },
        ],
        "Driver": "default",
        "Options": {},
      },
      "Labels": {
        "hive.site": "example",
        "hive.stage": "private",
      },
      "Name": "inside",
      "Options": {
        "encrypted": "",
      },
    }
  `)
})

describe('the plan', () => {
  const changes = (wanted: Network, present: Docker.NetworkInspectInfo[], services: FoundService[] = []) =>
    planNetworks({...site, networks: [wanted]}, present, services).map(({change, users}) => ({...change, users}))

  test('creates what is missing', () => {
    expect(changes(network('inside'), [])).toEqual([
      {id: 'network:inside', action: 'create', details: ['subnet: chosen by Docker'], users: []},
    ])
  })

  test('leaves alone what the engine filled in', () => {
    expect(changes(network('inside'), [found('inside')])).toEqual([])
  })

  test('leaves alone what is as wanted beside what the engine filled in', () => {
    const config = [{Subnet: '172.31.252.0/24', Gateway: '172.31.252.1'}]
    expect(changes(network('hive_default_network'), [found('hive_default_network', {IPAM: {Config: config}})])).toEqual(
      [],
    )
  })

  test('replaces what differs, and knows who uses it', () => {
    const service = {ID: '1', Spec: {Name: 'web', TaskTemplate: {Networks: [{Target: 'id-of-inside'}]}}}
    expect(changes(network('inside', {ipam, attachable: false}), [found('inside')], [service])).toEqual([
      {
        id: 'network:inside',
        action: 'replace',
        details: [
          'attachable: true -> false',
          'ipam.config: [{"Subnet":"10.0.1.0/24","Gateway":"10.0.1.1"}] -> [{"Subnet":"10.5.0.0/24","Gateway":"10.5.0.9","AuxiliaryAddresses":{"a":"10.5.0.2"}}]',
        ],
        users: ['web'],
      },
    ])
  })
})

test('orphans carry the labels of this site and are not in the inventory', () => {
  const labels = {'hive.site': 'example', 'hive.stage': 'private'}
  const present = [found('old', {Labels: labels}), found('inside', {Labels: labels}), found('ingress')]
  const orphans = orphanedNetworks({...site, networks: [network('inside')]}, present)
  expect(orphans.map(({Name}) => Name)).toEqual(['old'])
})
