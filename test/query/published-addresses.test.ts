import {expect, it} from 'vitest'
import {publishedAddresses} from '../../src/query/published-addresses.ts'

const addresses = new Map([
  ['n0', '10.0.0.4'],
  ['n1', '10.0.0.5'],
])

const running = {
  ID: 't1',
  ServiceID: 's1',
  NodeID: 'n1',
  CreatedAt: '',
  DesiredState: 'running',
  Status: {State: 'running', Timestamp: ''},
}

function service(mode: 'ingress' | 'host') {
  const port = {Protocol: 'tcp', TargetPort: 80, PublishedPort: 8080, PublishMode: mode} as const
  return {ID: 's1', Spec: {EndpointSpec: {Ports: [port]}}}
}

it('finds ports of the routing mesh on every node', () => {
  expect(publishedAddresses({service: service('ingress'), tasks: [running], addresses})).toEqual([
    '10.0.0.4:8080/tcp',
    '10.0.0.5:8080/tcp',
  ])
})

it('finds ports of hosts on the nodes that run a task of the service', () => {
  const other = {...running, ServiceID: 's2', NodeID: 'n0'}
  const starting = {...running, NodeID: 'n0', Status: {State: 'starting', Timestamp: ''}}
  expect(publishedAddresses({service: service('host'), tasks: [running, other, starting], addresses})).toEqual([
    '10.0.0.5:8080/tcp',
  ])
})
