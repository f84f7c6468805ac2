import type Docker from 'dockerode'
import {describe, expect, test} from 'vitest'
import {diffService, mustReplace} from '../../../src/swarm/diff/service.ts'
import {serviceSpec} from '../../../src/swarm/spec/service.ts'
import {makeCluster} from '../../support/cluster.ts'
import {makeFullService, type ServiceWish} from '../../support/service.ts'
import {makeSite} from '../../support/site.ts'

const networkName = (target: string) => (target === 'id-of-inside' ? 'inside' : target)

function specOf(wish: ServiceWish = {}, image = 'box:1'): Docker.ServiceSpec {
  return serviceSpec({service: makeFullService('full', wish), site: makeSite(), cluster: makeCluster(), image})
}

function diff(wish: ServiceWish, image?: string): readonly string[] {
  return diffService(specOf(wish, image), specOf(), networkName)
}

describe('a changed attribute is one line', () => {
  const {healthcheck, ports, restart, mounts} = makeFullService('full')
  const [port] = ports

  test.each<[string, ServiceWish, string]>([
    ['command', {command: ['-c', 'sleep 1']}, 'command: ["-c","sleep 3600"] -> ["-c","sleep 1"]'],
    ['entrypoint', {entrypoint: undefined}, 'entrypoint: ["sh"] -> none'],
    ['environment', {environment: {A: 'secret', C: 'secret'}}, 'environment: added C; changed A; removed B'],
    [
      'ports',
      {ports: port ? [{...port, publishedPort: 81}] : []},
      'ports: added 81:80/tcp host; removed 8080:80/tcp host',
    ],
    ['volumes', {mounts: mounts.slice(1)}, 'volumes: removed volume data:/data'],
    ['labels', {labels: {HIVE_VIP: '10.1.1.2'}}, 'labels: changed HIVE_VIP'],
    ['standalone label', {labels: {}}, 'labels: removed HIVE_VIP'],
    [
      'constraints',
      {placement: {constraints: ['node.role == worker'], preferences: [{spread: 'node.labels.zone'}]}},
      'placement.constraints: added node.role == worker; removed node.role == manager',
    ],
    [
      'preferences',
      {placement: {constraints: ['node.role == manager'], preferences: []}},
      'placement.preferences: ["node.labels.zone"] -> none',
    ],
    [
      'healthcheck',
      {healthcheck: {...healthcheck, test: ['CMD', 'true']}},
      'healthcheck: ["CMD-SHELL","true"], interval 1s, timeout 3s, start_period 2s, retries 3 -> ["CMD","true"], interval 1s, timeout 3s, start_period 2s, retries 3',
    ],
    ['hosts', {hosts: {}}, 'hosts: removed 10.9.9.9 other'],
    ['dns', {dns: []}, 'dns: ["10.9.9.1"] -> none'],
    ['mode', {mode: 'global'}, 'replicas: 1 -> one on each node'],
    ['endpoint mode', {endpointMode: 'vip'}, 'endpoint_mode: dnsrr -> vip'],
    ['replicas', {replicas: 2}, 'replicas: 1 -> 2'],
    ['user', {user: 'www'}, 'user: 0 -> www'],
    ['working directory', {workingDirectory: undefined}, 'working_dir: /tmp -> none'],
    ['cap_add', {capAdd: []}, 'cap_add: removed CAP_NET_ADMIN'],
    ['cap_drop', {capDrop: ['MKNOD', 'CHOWN']}, 'cap_drop: added CAP_CHOWN'],
    ['sysctls', {sysctls: {'net.ipv4.ip_forward': '0'}}, 'sysctls: changed net.ipv4.ip_forward'],
    [
      'restart',
      {restart: {...restart, maxAttempts: 4}},
      'restart_config: on-failure, delay 1s, max_attempts 3, window 90s -> on-failure, delay 1s, max_attempts 4, window 90s',
    ],
    ['stop grace', {stopGracePeriod: undefined}, 'stop_grace_period: 1s -> 10s'],
    ['cpu', {cpuLimit: 1.5}, 'cpu_limit: 0.5 -> 1.5'],
    ['memory', {memoryLimit: undefined}, 'mem_limit: 67108864 -> 0'],
    ['networks', {networks: ['inside', 'outside']}, 'networks: added outside'],
    ['log driver', {logging: {driver: 'local', options: {'max-size': '1m'}}}, 'logging.driver: json-file -> local'],
    [
      'log options',
      {logging: {driver: 'json-file', options: {'max-file': '2'}}},
      'logging.options: added max-file; removed max-size',
    ],
    [
      'update',
      {variables: {hive_update_config: {delay: '2s'}}},
      'update_config: stop-first, parallelism 1, delay 0s, monitor 5s, on failure pause -> stop-first, parallelism 1, delay 2s, monitor 5s, on failure pause',
    ],
  ])('%s', (_title, wish, line) => {
    expect(diff(wish)).toEqual([line])
  })

  test('image', () => {
    expect(diff({}, 'box:1@sha256:34')).toEqual(['image: box:1 -> box:1@sha256:34'])
  })
})

describe('what the engine makes of a spec is no change', () => {
  test('lists in another order, networks by id, its own keys and empty parts left out', () => {
    const wanted = specOf({sysctls: {}, capAdd: [], dns: [], labels: {}})
    const found = structuredClone(wanted)
    const template = found.TaskTemplate
    if (!template || !('ContainerSpec' in template) || !template.ContainerSpec) throw new Error('no container')
    const {HealthCheck, Sysctls: _, CapabilityAdd: __, DNSConfig: ___, ...container} = template.ContainerSpec
    found.TaskTemplate = {
      ...template,
      Runtime: 'container',
      ForceUpdate: 3,
      Networks: [{Target: 'id-of-inside'}],
      ContainerSpec: {
        ...container,
        ...{Healthcheck: HealthCheck},
        Isolation: 'default',
        Env: container.Env?.toReversed(),
        Mounts: container.Mounts?.toReversed(),
        Hosts: container.Hosts?.toReversed(),
        CapabilityDrop: ['MKNOD'],
      },
    }
    expect(diffService(wanted, found, networkName)).toEqual([])
  })

  test('defaults the engine does not store', () => {
    const wanted = specOf({restart: undefined, stopGracePeriod: undefined, cpuLimit: undefined, memoryLimit: undefined})
    const {RestartPolicy: _, Resources: __, ...template} = wanted.TaskTemplate ?? {}
    const {UpdateConfig: ___, ...rest} = wanted
    const found = {...rest, UpdateConfig: undefined, TaskTemplate: template}
    expect(diffService(wanted, found, networkName)).toEqual([])
  })
})

test('only a change between replicated and global needs a new service', () => {
  expect(mustReplace(specOf({mode: 'global'}), specOf())).toBe(true)
  expect(mustReplace(specOf({replicas: 5}), specOf())).toBe(false)
})
