import {describe, expect, it} from 'vitest'
import {compile} from '../../../src/engine/index.ts'
import type {Facts, ImageTarget, Material} from '../../../src/role.ts'
import {secret} from '../../../src/shell/secret.ts'
import {shellcheckSteps} from '../../../test/conformance/shellcheck.ts'
import {makeSite} from '../../../test/support/site.ts'
import {hiveCertificate} from '../src/hive-certificate.ts'
import {hiveSyslog} from '../src/hive-syslog.ts'
import {hiveTrustCa} from '../src/hive-trust-ca.ts'
import {pythonAptk} from '../src/python-aptk.ts'

const certificates = [{certificate_fqdn: 'www.shop.example', cert_dest: '/srv/www.pem', key_dest: '/srv/www.key'}]
const target = targetOf({certificates})
const material: Material = {text: path => `text of ${path}\n`, secret: path => secret(`text of ${path}\n`)}

describe.each([hiveTrustCa, pythonAptk, hiveCertificate, hiveSyslog])('the image role $name', role => {
  it.each<Facts>([{}, {family: 'debian'}, {family: 'redhat'}])('is clean shell with the facts %o', facts => {
    const resources = role.resources(target, makeSite(), facts, material)
    const {shell} = compile([{role: role.name, resources}], {checkMode: false})
    expect(shellcheckSteps(shell.text)).toBe('')
  })
})

describe('hive-trust-ca', () => {
  it.each([
    [{}, '/usr/local/share/ca-certificates/hive-ca.crt'],
    [{family: 'debian'}, '/usr/local/share/ca-certificates/hive-ca.crt'],
    [{family: 'redhat'}, '/etc/pki/ca-trust/source/anchors/hive-ca.pem'],
  ])('with the facts %o puts the authority to %s', (facts, path) => {
    const ids = hiveTrustCa.resources(target, makeSite(), facts, material).map(({id}) => id)
    expect(ids).toContain(`file:${path}`)
    expect(hiveTrustCa.material?.(target, makeSite())).toEqual(['ca/cacert.pem'])
  })
})

describe('hive-certificate', () => {
  it.each([
    [undefined, 'certificates is missing; expected a list of certificates'],
    [['www'], 'certificates[0] is "www"; expected a mapping with certificate_fqdn, cert_dest and key_dest'],
    [
      entry({certificate_fqdn: '../ca'}),
      'certificates[0].certificate_fqdn is "../ca"; expected a domain name or an IPv4 address',
    ],
    [entry({key_dest: 'www.key'}), 'certificates[0].key_dest is "www.key"; expected the absolute path of a file'],
    [entry({sub_prefix: 'Shop'}), 'certificates[0].sub_prefix is "Shop"; expected a text such as /O=Shop/OU=Web'],
    [entry({ca_valid_in: 'a year'}), 'certificates[0].ca_valid_in is "a year"; expected a whole number of days'],
    [entry({key_owner: 'a b'}), 'certificates[0].key_owner is "a b"; expected the name of a user'],
  ])('refuses %j', (value, sentence) => {
    expect(() => hiveCertificate.material?.(targetOf({certificates: value}), makeSite())).toThrow(
      `Image of service web: ${sentence}.`,
    )
  })
})

describe('hive-syslog', () => {
  const rules = (tls_logging: boolean) => {
    const site = makeSite({settings: {tls_logging}, hostVariables: {hive_syslog_port: 1514}})
    return hiveSyslog.resources(target, site, {}, material).find(({id}) => id.endsWith('hive-syslog.conf'))?.define
      ?.text
  }

  it('sends over UDP to the repository host', () => {
    expect(rules(false)).toMatchInlineSnapshot(`
      "content() {
      printf %s '# Kept by hive, role hive-syslog.
      global(localHostname="web")
      if prifilt("*.info;mail.none;authpriv.none;cron.none") then {
        action(type="omfwd" target="10.99.1.5" port="1514" protocol="udp")
      }
      '
      }"
    `)
  })

  it('sends over TLS where the site says so', () => {
    expect(rules(true)).toMatchInlineSnapshot(`
      "content() {
      printf %s '# Kept by hive, role hive-syslog.
      global(
        localHostname="web"
        defaultNetstreamDriverCAFile="/etc/rsyslog.d/hive-syslog-tls/ca.pem"
        defaultNetstreamDriverCertFile="/etc/rsyslog.d/hive-syslog-tls/cert.pem"
        defaultNetstreamDriverKeyFile="/etc/rsyslog.d/hive-syslog-tls/key.pem"
      )
      if prifilt("*.info;mail.none;authpriv.none;cron.none") then {
        action(type="omfwd" target="10.99.1.5" port="1514" protocol="tcp" streamDriver="ossl" streamDriverMode="1" streamDriverAuthMode="x509/name" streamDriverPermittedPeers="p-hive1.example" queue.type="LinkedList" action.resumeRetryCount="-1")
      }
      '
      }"
    `)
  })
})

function targetOf(variables: Readonly<Record<string, unknown>>): ImageTarget {
  return {service: 'web', roleDirectory: '/roles', variable: name => variables[name]}
}

function entry(wrong: Readonly<Record<string, unknown>>): readonly unknown[] {
  return [{...certificates[0], ...wrong}]
}
