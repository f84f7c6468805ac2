import {expect, test} from 'vitest'
import {testRole} from '../../../test/conformance/index.ts'
import {makeSite} from '../../../test/support/site.ts'
import {rsyslogdClient} from '../src/rsyslogd-client.ts'
import {material, readable, resourcesOf, systems} from './case.ts'

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
  expect(readable(resourcesOf(rsyslogdClient, {settings}))).toMatchInlineSnapshot(`
    "packages:rsyslog,rsyslog-relp
    directory:/etc/rsyslog.d/hive-client-tls
      mkdir -p -- '/etc/rsyslog.d/hive-client-tls' && hive_make_like '/etc/rsyslog.d/hive-client-tls' '700' 'root' 'root'
    file:/etc/rsyslog.d/hive-client-tls/ca.pem
      content() {
      printf %s '<ca/cacert.pem>
      '
      }
      hive_write '/etc/rsyslog.d/hive-client-tls/ca.pem' '600' 'root' 'root' content
    file:/etc/rsyslog.d/hive-client-tls/cert.pem
      content() {
      printf %s '<ca/p-hive0.example_cert.pem>
      '
      }
      hive_write '/etc/rsyslog.d/hive-client-tls/cert.pem' '600' 'root' 'root' content
    file:/etc/rsyslog.d/hive-client-tls/key.pem
      ***
      hive_write '/etc/rsyslog.d/hive-client-tls/key.pem' '600' 'root' 'root' content
    file:/etc/rsyslog.d/hive-client.conf
      content() {
      printf %s '# Kept by hive, role rsyslogd-client.
      module(load="omrelp")
      action(
        type="omrelp" target="p-hive1.example" port="10515"
        tls="on" tls.authMode="name" tls.permittedPeer=["p-hive1.example"]
        tls.caCert="/etc/rsyslog.d/hive-client-tls/ca.pem"
        tls.myCert="/etc/rsyslog.d/hive-client-tls/cert.pem"
        tls.myPrivKey="/etc/rsyslog.d/hive-client-tls/key.pem"
        queue.type="LinkedList" queue.fileName="hive-client" queue.maxDiskSpace="100m" queue.saveOnShutdown="on"
        action.resumeRetryCount="-1"
      )
      '
      }
    command:rsyslogd understands where to send
      :
      after file:/etc/rsyslog.d/hive-client.conf: rsyslogd -N1
    service:rsyslog.service
      after directory:/etc/rsyslog.d/hive-client-tls, file:/etc/rsyslog.d/hive-client-tls/ca.pem, file:/etc/rsyslog.d/hive-client-tls/cert.pem, file:/etc/rsyslog.d/hive-client-tls/key.pem, file:/etc/rsyslog.d/hive-client.conf: hive_restart 'rsyslog.service' restart"
  `)
})
