import {expect, test} from 'vitest'
import {testRole} from '../../../test/conformance/index.ts'
import {makeSite} from '../../../test/support/site.ts'
import {rsyslogdClient} from '../src/rsyslogd-client.ts'
import {contentOf, material, resourcesOf, systems} from './case.ts'

const settings = {tls_logging: true}
const site = makeSite({settings})

testRole(rsyslogdClient, {hosts: site.hosts, site, facts: systems.debian12, material})

test('sends from hosts that are not the log server, while logs are encrypted', () => {
  const plain = makeSite()
  expect(site.hosts.map(host => rsyslogdClient.appliesTo?.(host, site))).toEqual([true, false])
  expect(resourcesOf(rsyslogdClient)).toEqual([])
  expect(plain.hosts.map(host => rsyslogdClient.material?.(host, plain))).toEqual([[], []])
  const facts = {...systems.debian12, forwards: 'yes'}
  expect(resourcesOf(rsyslogdClient, {facts}).map(({id}) => id)).toEqual([
    'absent:/etc/rsyslog.d/hive-client.conf',
    'absent:/etc/rsyslog.d/hive-client-tls',
    'service:rsyslog.service',
  ])
})

test('sends lines to the repository host, which has to show a certificate of its name', () => {
  expect(contentOf(resourcesOf(rsyslogdClient, {settings}), '/etc/rsyslog.d/hive-client.conf')).toMatchInlineSnapshot(`
    "# Kept by hive, role rsyslogd-client.
    global(
      defaultNetstreamDriverCAFile="/etc/rsyslog.d/hive-client-tls/ca.pem"
      defaultNetstreamDriverCertFile="/etc/rsyslog.d/hive-client-tls/cert.pem"
      defaultNetstreamDriverKeyFile="/etc/rsyslog.d/hive-client-tls/key.pem"
    )
    action(
      type="omfwd" target="p-hive1.example" port="10514" protocol="tcp"
      streamDriver="ossl" streamDriverMode="1" streamDriverAuthMode="x509/name" streamDriverPermittedPeers="p-hive1.example"
      queue.type="LinkedList" queue.fileName="hive-client" queue.maxDiskSpace="100m" queue.saveOnShutdown="on"
      action.resumeRetryCount="-1"
    )
    "
  `)
})

test('gives the key to who reads it', () => {
  const key = (facts: typeof systems.debian12 | {readonly os: 'ubuntu'}) =>
    resourcesOf(rsyslogdClient, {settings, facts: {...systems.debian12, ...facts}})
      .find(({id}) => id.endsWith('key.pem'))
      ?.apply.toString()
  expect([key(systems.debian12), key({os: 'ubuntu'})]).toMatchInlineSnapshot(`
    [
      "hive_write '/etc/rsyslog.d/hive-client-tls/key.pem' '600' 'root' 'root' content",
      "hive_write '/etc/rsyslog.d/hive-client-tls/key.pem' '600' 'syslog' 'syslog' content",
    ]
  `)
})
