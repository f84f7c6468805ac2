import {describe, expect, test} from 'vitest'
import {outcomes, quick, useDeploying} from '../support/deploying.ts'
import {makeFullService, makeService, type ServiceWish} from '../support/service.ts'

const swarm = useDeploying({keep: true})

describe('services that use every attribute', () => {
  const {healthcheck, restart, mounts} = makeFullService('full')
  const changes: Readonly<Record<string, ServiceWish>> = {
    command: {command: ['-c', 'sleep 1800']},
    entrypoint: {entrypoint: ['/bin/sh']},
    environment: {environment: {A: 'another', B: 'two'}},
    ports: {ports: [{targetPort: 81, publishedPort: 9999, protocol: 'udp', mode: 'host'}]},
    volumes: {mounts: mounts.slice(1)},
    labels: {labels: {HIVE_VIP: '10.1.1.2'}},
    'placement.constraints': {placement: {constraints: [], preferences: [{spread: 'node.labels.zone'}]}},
    'placement.preferences': {placement: {constraints: ['node.role == manager'], preferences: []}},
    healthcheck: {healthcheck: {...healthcheck, test: ['CMD', 'true']}},
    hosts: {hosts: {other: '10.9.9.8'}},
    dns: {dns: ['10.9.9.1', '10.9.9.2']},
    replicas: {replicas: 2, ports: []},
    user: {user: '0:0'},
    working_dir: {workingDirectory: '/data'},
    cap_add: {capAdd: ['NET_ADMIN', 'SYS_TIME']},
    cap_drop: {capDrop: []},
    sysctls: {sysctls: {'net.ipv4.ip_forward': '0'}},
    restart_config: {restart: {...restart, maxAttempts: 5}},
    stop_grace_period: {stopGracePeriod: '2s'},
    cpu_limit: {cpuLimit: 0.25},
    mem_limit: {memoryLimit: 33_554_432},
    networks: {networks: ['inside', 'outside']},
    'logging.options': {logging: {driver: 'json-file', options: {'max-size': '2m'}}},
    update_config: {variables: {hive_update_config: {monitor: '2s'}}},
  }
  const names = Object.keys(changes)
  // Of two tasks neither a port of the host nor a virtual address can be had.
  const alone = (index: number, name: string): ServiceWish =>
    name === 'replicas'
      ? {ports: [], labels: {}}
      : {ports: [{targetPort: 80, publishedPort: 8100 + index, protocol: 'tcp', mode: 'host'}]}
  const base = names.map((name, index) =>
    makeFullService(name.replace(/\W/g, '-'), {...alone(index, name), variables: quick}),
  )
  const changed = names.map((name, index) => ({
    ...(base[index] ?? makeService('none')),
    ...makeFullService(base[index]?.name ?? '', {variables: quick, ...alone(index, name), ...changes[name]}),
  }))

  test('are created', async () => {
    const {report} = await swarm().deploy(base)
    expect(outcomes(report)).toEqual(base.map(({name}) => `${name} | changed`))
  })

  test('are left alone the second time', async () => {
    const {report} = await swarm().deploy(base)
    expect(report.changes).toEqual([])
    expect(outcomes(report)).toEqual(base.map(({name}) => `${name} | ok`))
  })

  test('are updated where one attribute was changed, which is the one thing told', async () => {
    const {report} = await swarm().deploy(changed)
    expect(report.changes.map(({details}) => details.map(detail => detail.replace(/: .*/, '')))).toEqual(
      names.map(name => [name]),
    )
    expect(outcomes(report)).toEqual(base.map(({name}) => `${name} | changed`))
  })

  test('are left alone after that', async () => {
    const {report} = await swarm().deploy(changed)
    expect(report.changes).toEqual([])
  })

  test('are removed, containers and all', async () => {
    const {report} = await swarm().deploy(changed, {destroy: true})
    expect(report.outcome).toBe('changed')
    expect(await swarm().engine.docker.listContainers()).toEqual([])
  })
})
