import type {Service} from '../../src/site/site.ts'
import {makeObject} from './site.ts'

/** What a test cares about; everything else is as a service of two lines in the inventory has it. */
export type ServiceWish = Partial<Omit<Service, 'variables'>> & {
  readonly variables?: Readonly<Record<string, unknown>>
}

/** A service that runs the pulled image `box:1` of the test's registry, unless the test wants another. */
export function makeService(name: string, {variables, ...wish}: ServiceWish = {}): Service {
  return {
    ...makeObject(name, ['services', 'private'], variables),
    image: {kind: 'pulled', tag: '127.0.0.1:5000/box:1'},
    environment: {},
    ports: [],
    mounts: [],
    labels: {},
    placement: {constraints: [], preferences: []},
    hosts: {},
    dns: [],
    mode: 'replicated',
    capAdd: [],
    capDrop: [],
    sysctls: {},
    standalone: false,
    initializeRoles: [],
    backupScripts: [],
    monitorError: [],
    ignoreError: [],
    ...wish,
  }
}

/** A service that uses every attribute there is, in ways one node without special hardware can run. */
export function makeFullService(name: string, wish: ServiceWish = {}): Service {
  return makeService(name, {
    command: ['-c', 'sleep 3600'],
    entrypoint: ['sh'],
    environment: {B: 'two', A: 'one=1'},
    ports: [{targetPort: 80, publishedPort: 8080, protocol: 'tcp', mode: 'host'}],
    mounts: [
      {source: 'data', target: '/data', type: 'volume', readonly: false},
      {source: '/etc', target: '/host-etc', type: 'bind', readonly: true},
      {source: '', target: '/scratch', type: 'tmpfs', readonly: false},
    ],
    labels: {HIVE_VIP: '10.1.1.1'},
    placement: {constraints: ['node.role==manager'], preferences: [{spread: 'node.labels.zone'}]},
    healthcheck: {test: 'true', interval: '1s', timeout: '3s', retries: 3, startPeriod: '2s'},
    hosts: {other: '10.9.9.9'},
    dns: ['10.9.9.1'],
    endpointMode: 'dnsrr',
    replicas: 1,
    user: '0',
    workingDirectory: '/tmp',
    capAdd: ['NET_ADMIN'],
    capDrop: ['CAP_MKNOD'],
    sysctls: {'net.ipv4.ip_forward': '1'},
    restart: {condition: 'on-failure', delay: '1s', maxAttempts: 3, window: '1m30s'},
    stopGracePeriod: '1s',
    cpuLimit: 0.5,
    memoryLimit: 67_108_864,
    networks: ['inside'],
    logging: {driver: 'json-file', options: {'max-size': '1m'}},
    ...wish,
  })
}
