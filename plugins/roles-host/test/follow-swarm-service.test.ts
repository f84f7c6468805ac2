import {describe, expect, test} from 'vitest'
import {testRole} from '../../../test/conformance/index.ts'
import {makeSite} from '../../../test/support/site.ts'
import {readAgent} from '../src/agent-files.ts'
import {followSwarmService} from '../src/follow-swarm-service.ts'
import {contentOf, material, readable, resourcesOf, systems} from './case.ts'

const program = [{name: '__main__.py', content: 'main()\n'}]
const role = followSwarmService(program)
const unit = '/etc/systemd/system/follow-swarm-service.service'

test('leaves a program and a unit that is started anew when either changes', () => {
  const resources = resourcesOf(role)
  expect(readable(resources.filter(({id}) => !id.startsWith('file:')))).toMatchInlineSnapshot(`
    "packages:iptables,iproute2,iputils-ping,python3,iproute,iputils
      if command -v dpkg >/dev/null; then hive_add_packages 'iptables' 'iproute2' 'iputils-ping' 'python3'; else hive_add_packages 'iptables' 'iproute' 'iputils'; fi
    directory:/usr/lib/hive
    directory:/usr/lib/hive/follow-swarm-service
    service:follow-swarm-service.service
      after file:/usr/lib/hive/follow-swarm-service/__main__.py, file:/etc/systemd/system/follow-swarm-service.service: hive_restart 'follow-swarm-service.service' restart"
  `)
  expect(contentOf(resources, unit)).toMatchInlineSnapshot(`
    "[Unit]
    Description=Virtual addresses, rules and node labels of swarm services
    After=network-online.target docker.service hive-firewall.service
    Wants=network-online.target

    [Service]
    Environment=HIVE_CA=/etc/pki/ca-trust/source/anchors/cacert.pem HIVE_CERTIFICATE=/etc/pki/tls/certs/p-hive0.example_cert.pem HIVE_KEY=/etc/pki/tls/private/p-hive0.example_key.pem
    ExecStart=/usr/bin/python3 -B /usr/lib/hive/follow-swarm-service
    Restart=always
    RestartSec=5s
    TimeoutStopSec=30s

    [Install]
    WantedBy=multi-user.target
    "
  `)
  expect(contentOf(resources, '/usr/lib/hive/follow-swarm-service/__main__.py')).toBe('main()\n')
})

test('runs on the Python every Enterprise Linux has', () => {
  const program = (facts: (typeof systems)[keyof typeof systems]) =>
    /ExecStart=(\S+)/.exec(contentOf(resourcesOf(role, {facts}), unit))?.[1]
  expect([program(systems.alma8), program(systems.alma9), program(systems.amazon2023)]).toEqual([
    '/usr/libexec/platform-python',
    '/usr/bin/python3',
    '/usr/bin/python3',
  ])
})

test('brings every file of the program', async () => {
  expect((await readAgent('follow-swarm-service')).map(({name}) => name)).toMatchInlineSnapshot(`
    [
      "__main__.py",
      "addresses.py",
      "agent.py",
      "announce.py",
      "cluster.py",
      "command.py",
      "engine.py",
      "keep.py",
      "marks.py",
      "plan.py",
      "routers.py",
      "rules.py",
      "watch.py",
      "wishes.py",
    ]
  `)
})

describe.each([systems.debian12, systems.alma9])('on $os', facts => {
  const site = makeSite()
  testRole(role, {hosts: site.hosts, site, facts, material})
})
