import {describe, expect, test} from 'vitest'
import {serviceSpec} from '../../../src/swarm/spec/service.ts'
import {makeCluster} from '../../support/cluster.ts'
import {makeFullService, makeService, type ServiceWish} from '../../support/service.ts'
import {makeObject, makeSite} from '../../support/site.ts'

const site = {
  ...makeSite({hosts: 2}),
  networks: ['hive_default_network', 'inside'].map(name => ({
    ...makeObject(name, ['networks']),
    driverOptions: {},
    attachable: true,
  })),
}

function specOf(wish: ServiceWish = {}, cluster = makeCluster()) {
  return serviceSpec({service: makeService('web', wish), site, cluster, image: 'box:1@sha256:12'})
}

describe('the swarm service of a service', () => {
  test('with every attribute', () => {
    const service = makeFullService('full')
    expect(serviceSpec({service, site, cluster: makeCluster(), image: 'box:1@sha256:12'})).toMatchInlineSnapshot(`
      {
        "EndpointSpec": {
          "Mode": "dnsrr",
          "Ports": [
            {
              "Protocol": "tcp",
              "PublishMode": "host",
              "PublishedPort": 8080,
              "TargetPort": 80,
            },
          ],
        },
        "Labels": {
          "HIVE_STANDALONE": "False",
          "HIVE_VIP": "10.1.1.1",
          "hive.site": "example",
          "hive.stage": "private",
        },
        "Mode": {
          "Replicated": {
            "Replicas": 1,
          },
        },
        "Name": "full",
        "TaskTemplate": {
          "ContainerSpec": {
            "Args": [
              "-c",
              "sleep 3600",
            ],
            "CapabilityAdd": [
              "NET_ADMIN",
            ],
            "CapabilityDrop": [
              "CAP_MKNOD",
            ],
            "Command": [
              "sh",
            ],
            "DNSConfig": {
              "Nameservers": [
                "10.9.9.1",
              ],
            },
            "Dir": "/tmp",
            "Env": [
              "B=two",
              "A=one=1",
            ],
            "HealthCheck": {
              "Interval": 1000000000,
              "Retries": 3,
              "StartPeriod": 2000000000,
              "Test": [
                "CMD-SHELL",
                "true",
              ],
              "Timeout": 3000000000,
            },
            "Hostname": "full",
            "Hosts": [
              "10.99.1.4 p-hive0.example",
              "10.99.1.5 p-hive1.example",
              "10.9.9.9 other",
            ],
            "Image": "box:1@sha256:12",
            "Mounts": [
              {
                "ReadOnly": false,
                "Source": "data",
                "Target": "/data",
                "Type": "volume",
              },
              {
                "ReadOnly": true,
                "Source": "/etc",
                "Target": "/host-etc",
                "Type": "bind",
              },
              {
                "ReadOnly": false,
                "Source": "",
                "Target": "/scratch",
                "Type": "tmpfs",
              },
            ],
            "StopGracePeriod": 1000000000,
            "Sysctls": {
              "net.ipv4.ip_forward": "1",
            },
            "User": "0",
          },
          "LogDriver": {
            "Name": "json-file",
            "Options": {
              "max-size": "1m",
            },
          },
          "Networks": [
            {
              "Target": "inside",
            },
          ],
          "Placement": {
            "Constraints": [
              "node.role==manager",
            ],
            "Preferences": [
              {
                "Spread": {
                  "SpreadDescriptor": "node.labels.zone",
                },
              },
            ],
          },
          "Resources": {
            "Limits": {
              "MemoryBytes": 67108864,
              "NanoCPUs": 500000000,
            },
          },
          "RestartPolicy": {
            "Condition": "on-failure",
            "Delay": 1000000000,
            "MaxAttempts": 3,
            "Window": 90000000000,
          },
        },
        "UpdateConfig": {
          "Delay": 0,
          "FailureAction": "pause",
          "MaxFailureRatio": 0,
          "Monitor": 5000000000,
          "Order": "stop-first",
          "Parallelism": 1,
        },
      }
    `)
  })

  test('with none: networks of the stage, hosts of the stage, Docker defaults written out', () => {
    expect(specOf()).toMatchInlineSnapshot(`
      {
        "EndpointSpec": {
          "Mode": "vip",
          "Ports": [],
        },
        "Labels": {
          "HIVE_STANDALONE": "False",
          "hive.site": "example",
          "hive.stage": "private",
        },
        "Mode": {
          "Replicated": {
            "Replicas": 1,
          },
        },
        "Name": "web",
        "TaskTemplate": {
          "ContainerSpec": {
            "Args": undefined,
            "CapabilityAdd": [],
            "CapabilityDrop": [],
            "Command": undefined,
            "DNSConfig": undefined,
            "Dir": undefined,
            "Env": [],
            "HealthCheck": undefined,
            "Hostname": "web",
            "Hosts": [
              "10.99.1.4 p-hive0.example",
              "10.99.1.5 p-hive1.example",
            ],
            "Image": "box:1@sha256:12",
            "Mounts": [],
            "StopGracePeriod": 10000000000,
            "Sysctls": {},
            "User": undefined,
          },
          "LogDriver": {
            "Name": "json-file",
            "Options": {},
          },
          "Networks": [
            {
              "Target": "hive_default_network",
            },
            {
              "Target": "inside",
            },
          ],
          "Placement": {
            "Constraints": [],
            "Preferences": [],
          },
          "Resources": {
            "Limits": {
              "MemoryBytes": 0,
              "NanoCPUs": 0,
            },
          },
          "RestartPolicy": {
            "Condition": "any",
            "Delay": 5000000000,
            "MaxAttempts": 0,
            "Window": 0,
          },
        },
        "UpdateConfig": {
          "Delay": 0,
          "FailureAction": "pause",
          "MaxFailureRatio": 0,
          "Monitor": 5000000000,
          "Order": "start-first",
          "Parallelism": 1,
        },
      }
    `)
  })

  test('without IPVS has no virtual address, no mesh and no overlap', () => {
    const ports = [{targetPort: 80, publishedPort: 8080, protocol: 'tcp'}] as const
    const {EndpointSpec, UpdateConfig} = specOf({ports}, makeCluster({hasIpvs: false}))
    expect({EndpointSpec, order: UpdateConfig?.Order}).toMatchInlineSnapshot(`
      {
        "EndpointSpec": {
          "Mode": "dnsrr",
          "Ports": [
            {
              "Protocol": "tcp",
              "PublishMode": "host",
              "PublishedPort": 8080,
              "TargetPort": 80,
            },
          ],
        },
        "order": "stop-first",
      }
    `)
  })

  test('that is standalone says so, and may mount over what the inventory put there for systemd', () => {
    const mounts = [
      {source: '', target: '/run', type: 'tmpfs', readonly: false},
      {source: '', target: '/tmp', type: 'tmpfs', readonly: false},
      {source: 'scratch', target: '/tmp', type: 'volume', readonly: false},
    ] as const
    const {Labels, TaskTemplate} = specOf({standalone: true, mounts})
    expect(Labels).toMatchObject({HIVE_STANDALONE: 'True'})
    expect(TaskTemplate).toMatchObject({
      ContainerSpec: {
        Mounts: [
          {Type: 'tmpfs', Source: '', Target: '/run', ReadOnly: false},
          {Type: 'volume', Source: 'scratch', Target: '/tmp', ReadOnly: false},
        ],
      },
    })
  })

  test('keeps the replicas it has when the inventory does not say', () => {
    const spec = serviceSpec({
      service: makeService('web'),
      site,
      cluster: makeCluster(),
      image: 'box:1',
      currentReplicas: 3,
    })
    expect(spec.Mode).toEqual({Replicated: {Replicas: 3}})
  })

  test('that is global has no replicas', () => {
    expect(specOf({mode: 'global', replicas: 2}).Mode).toEqual({Global: {}})
  })

  test('takes lasting proxies from its hosts beneath its own environment', () => {
    const cluster = makeCluster({environment: {http_proxy: 'http://proxy:3128', PIP_INDEX_URL: 'http://pip'}})
    const {TaskTemplate} = specOf({environment: {http_proxy: '', A: '1'}}, cluster)
    expect(TaskTemplate).toMatchObject({ContainerSpec: {Env: ['http_proxy=', 'PIP_INDEX_URL=http://pip', 'A=1']}})
  })

  test('stays on the node that holds its volume', () => {
    const mounts = [{source: 'data', target: '/data', type: 'volume', readonly: false}] as const
    const {TaskTemplate} = specOf({mounts}, makeCluster({pins: new Map([['data', 'p-hive0']])}))
    expect(TaskTemplate?.Placement).toEqual({Constraints: ['node.hostname == p-hive0'], Preferences: []})
  })
})

describe('the order of an update', () => {
  const data = {source: 'data', target: '/data', type: 'volume', readonly: false} as const
  const port = {targetPort: 80, publishedPort: 8080, protocol: 'tcp'} as const

  test.each<[string, ServiceWish, string]>([
    ['starts the new task first when nothing is in the way', {ports: [port]}, 'start-first'],
    ['stops first when one task writes a volume', {mounts: [data]}, 'stop-first'],
    ['starts first when several tasks share the volume anyway', {mounts: [data], replicas: 2}, 'start-first'],
    ['starts first when the volume is only read', {mounts: [{...data, readonly: true}]}, 'start-first'],
    ['stops first when a port of the host is held', {ports: [{...port, mode: 'host'}]}, 'stop-first'],
    ['stops first on every node for a global service', {mode: 'global'}, 'stop-first'],
    [
      'is what the variable says',
      {mounts: [data], variables: {hive_update_config: {order: 'start-first'}}},
      'start-first',
    ],
  ])('%s', (_title, wish, order) => {
    expect(specOf(wish).UpdateConfig?.Order).toBe(order)
  })

  test('rolls back when the inventory asks for it', () => {
    const variables = {hive_update_config: {failure_action: 'rollback', monitor: '30s'}}
    expect(specOf({variables}).UpdateConfig).toMatchInlineSnapshot(`
      {
        "Delay": 0,
        "FailureAction": "rollback",
        "MaxFailureRatio": 0,
        "Monitor": 30000000000,
        "Order": "start-first",
        "Parallelism": 1,
      }
    `)
  })

  test('refuses a failure action nobody knows', () => {
    expect(() => specOf({variables: {hive_update_config: {failure_action: 'explode'}}})).toThrow(
      'Service web, hive_update_config.failure_action: expected one of pause, continue, rollback, got "explode".',
    )
  })
})

describe('where output goes by default', () => {
  const logOf = (hasLogServer: boolean, settings = {}) =>
    serviceSpec({
      service: makeService('web'),
      site: {...site, settings: {...site.settings, ...settings}},
      cluster: makeCluster({hasLogServer}),
      image: 'box:1',
    }).TaskTemplate?.LogDriver

  test('to the files of the engine while no host takes in syslog', () => {
    expect(logOf(false)).toEqual({Name: 'json-file', Options: {}})
  })

  test('to the repository host once it does', () => {
    expect(logOf(true)).toMatchInlineSnapshot(`
      {
        "Name": "syslog",
        "Options": {
          "syslog-address": "udp://p-hive1.example:10514",
          "syslog-facility": "local0",
          "tag": "web",
        },
      }
    `)
  })

  test('over TLS with the certificates of the hosts', () => {
    expect(logOf(true, {tls_logging: true})).toMatchInlineSnapshot(`
      {
        "Name": "syslog",
        "Options": {
          "syslog-address": "tcp+tls://p-hive1.example:10514",
          "syslog-facility": "local0",
          "syslog-tls-ca-cert": "/home/admin/.docker/ca.pem",
          "syslog-tls-cert": "/home/admin/.docker/cert.pem",
          "syslog-tls-key": "/home/admin/.docker/key.pem",
          "tag": "web",
        },
      }
    `)
  })
})
