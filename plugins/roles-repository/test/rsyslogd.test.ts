import {describe, expect, test} from 'vitest'
import type {Host, Material, Site} from '../../../src/index.ts'
import {secret} from '../../../src/shell/secret.ts'
import {testRole} from '../../../test/conformance/index.ts'
import {makeService} from '../../../test/support/service.ts'
import {makeSite, type SiteWish} from '../../../test/support/site.ts'
import {logRotation, logRules} from '../src/log-rules.ts'
import {rsyslogd} from '../src/rsyslogd.ts'

const services = [
  makeService('web', {monitorError: ['[Ee]rror', `it's \\$5`], ignoreError: ['no error', 'minor']}),
  makeService('quiet'),
  makeService('mail', {monitorError: ['bounced']}),
]
const material: Material = {text: path => `<${path}>\n`, secret: path => secret(`<secret ${path}>\n`)}
const debian = {family: 'debian', os: 'debian', osVersion: '12'}
const ubuntu = {family: 'debian', os: 'ubuntu', osVersion: '24.04'}
const redhat = {family: 'redhat', os: 'almalinux', osVersion: '9.4'}

function siteOf(wish: SiteWish = {}): {site: Site; repository: Host} {
  const site = {...makeSite({hosts: 2, ...wish}), services}
  const [repository] = site.hosts.filter(host => host.isRepository)
  if (repository === undefined) throw new Error('no repository host')
  return {site, repository}
}

describe.each([{}, {tls_logging: true}])('with the settings %j', settings => {
  const {site, repository} = siteOf({settings})
  describe.each([debian, ubuntu, redhat])('on $os', facts => {
    testRole(rsyslogd, {hosts: [repository], site, facts, material})
  })
})

test('writes a file for each service and watches the lines of those that ask for it', () => {
  const {site, repository} = siteOf()
  expect(logRules(repository, site, 'root')).toMatchInlineSnapshot(`
    "# Kept by hive, role rsyslogd.
    module(load="imudp")
    input(type="imudp" port="10514" ruleset="hiveServices")

    template(name="hiveLine" type="list") {
      property(name="timegenerated" dateFormat="year") constant(value="/")
      property(name="timegenerated" dateFormat="month") constant(value="/")
      property(name="timegenerated" dateFormat="day") constant(value=" ")
      property(name="timegenerated" dateFormat="hour") constant(value=":")
      property(name="timegenerated" dateFormat="minute") constant(value=":")
      property(name="timegenerated" dateFormat="second")
      property(name="msg" spIfNo1stSp="on") property(name="msg" dropLastLf="on") constant(value="\\n")
    }
    template(name="hiveError" type="list") {
      property(name="timegenerated" dateFormat="year") constant(value="/")
      property(name="timegenerated" dateFormat="month") constant(value="/")
      property(name="timegenerated" dateFormat="day") constant(value=" ")
      property(name="timegenerated" dateFormat="hour") constant(value=":")
      property(name="timegenerated" dateFormat="minute") constant(value=":")
      property(name="timegenerated" dateFormat="second") constant(value=" ")
      property(name="$.log") constant(value=".log")
      property(name="msg" spIfNo1stSp="on") property(name="msg" dropLastLf="on") constant(value="\\n")
    }
    template(name="hiveHostLine" type="list") {
      property(name="timegenerated" dateFormat="year") constant(value="/")
      property(name="timegenerated" dateFormat="month") constant(value="/")
      property(name="timegenerated" dateFormat="day") constant(value=" ")
      property(name="timegenerated" dateFormat="hour") constant(value=":")
      property(name="timegenerated" dateFormat="minute") constant(value=":")
      property(name="timegenerated" dateFormat="second") constant(value=" ")
      property(name="hostname") constant(value=" ") property(name="syslogtag")
      property(name="msg" spIfNo1stSp="on") property(name="msg" dropLastLf="on") constant(value="\\n")
    }
    template(name="hiveLog" type="list") {
      constant(value="/var/log/services/") property(name="$.log" securePath="replace") constant(value=".log")
    }

    ruleset(name="hiveServices") {
      if not ($hostname == ['localhost', '127.0.0.1', 'p-hive0.example', 'p-hive0', '10.99.1.4', 'p-hive1.example', 'p-hive1', '10.99.1.5']) then {
        set $.log = $hostname;
        set $.service = $hostname;
      } else if $syslogfacility-text == 'local0' then {
        set $.log = $app-name;
        set $.service = $app-name;
      } else if $syslogfacility-text == 'local1' then {
        set $.log = $hostname & '.' & $app-name;
        set $.service = '';
      } else {
        action(type="omfile" file="/var/log/service-other-facility.log" template="hiveHostLine" fileOwner="root" fileGroup="adm" fileCreateMode="0640")
        stop
      }
      action(type="omfile" dynaFile="hiveLog" dynaFileCacheSize="200" template="hiveLine" fileOwner="root" fileGroup="adm" fileCreateMode="0640")
      if $.service == 'web' and (re_match($msg, '[Ee]rror') or re_match($msg, 'it\\x27s \\\\$5')) and not (re_match($msg, 'no error') or re_match($msg, 'minor')) then {
        action(type="omfile" file="/var/log/service-error.log" template="hiveError" fileOwner="root" fileGroup="adm" fileCreateMode="0640")
      }
      if $.service == 'mail' and (re_match($msg, 'bounced')) then {
        action(type="omfile" file="/var/log/service-error.log" template="hiveError" fileOwner="root" fileGroup="adm" fileCreateMode="0640")
      }
    }
    "
  `)
})

test('takes in lines over TLS from the hosts of the stage only when tls_logging is set', () => {
  const {site, repository} = siteOf({settings: {tls_logging: true}, hostVariables: {hive_syslog_port: 6514}})
  expect(logRules(repository, site, 'root').split('\n\n')[0]).toMatchInlineSnapshot(`
    "# Kept by hive, role rsyslogd.
    global(
      defaultNetstreamDriverCAFile="/etc/rsyslog.d/hive-tls/ca.pem"
      defaultNetstreamDriverCertFile="/etc/rsyslog.d/hive-tls/cert.pem"
      defaultNetstreamDriverKeyFile="/etc/rsyslog.d/hive-tls/key.pem"
    )
    module(
      load="imtcp" streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="x509/name"
      permittedPeer=["p-hive0.example", "p-hive1.example", "*.syslog.example"]
    )
    input(type="imtcp" port="6514" ruleset="hiveServices")
    module(load="imrelp" ruleset="hiveServices")
    input(
      type="imrelp" port="6515" tls="on" tls.authMode="name" tls.permittedPeer=["p-hive0.example", "p-hive1.example"]
      tls.caCert="/etc/rsyslog.d/hive-tls/ca.pem" tls.myCert="/etc/rsyslog.d/hive-tls/cert.pem" tls.myPrivKey="/etc/rsyslog.d/hive-tls/key.pem"
    )"
  `)
  const ids = rsyslogd.resources(repository, site, ubuntu, material).map(({id}) => id)
  expect(ids).toMatchInlineSnapshot(`
    [
      "packages:logrotate,rsyslog,rsyslog-openssl,rsyslog-relp",
      "directory:/var/log/services",
      "command:/var/log/service-error.log is there",
      "file:/etc/logrotate.d/hive-services",
      "directory:/etc/rsyslog.d/hive-tls",
      "file:/etc/rsyslog.d/hive-tls/ca.pem",
      "file:/etc/rsyslog.d/hive-tls/cert.pem",
      "file:/etc/rsyslog.d/hive-tls/key.pem",
      "file:/etc/rsyslog.d/services.conf",
      "command:rsyslogd understands its rules",
      "service:rsyslog.service",
    ]
  `)
})

test('lets the user rsyslogd becomes on Ubuntu write and rotate', () => {
  expect(logRotation('syslog')).toMatchInlineSnapshot(`
    "# Kept by hive, role rsyslogd.
    /var/log/services/*.log /var/log/service-error.log /var/log/service-other-facility.log {
      su syslog adm
      daily
      rotate 14
      maxsize 100M
      missingok
      notifempty
      compress
      delaycompress
      create 0640 syslog adm
      sharedscripts
      postrotate
        systemctl kill --signal=HUP --kill-who=main rsyslog.service 2>/dev/null || :
      endscript
    }
    "
  `)
})
