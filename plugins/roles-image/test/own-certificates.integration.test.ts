import {createSocket} from 'node:dgram'
import {once} from 'node:events'
import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createServer, type TLSSocket} from 'node:tls'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {issueHostCertificate} from '../../../src/context/certificates.ts'
import type {Site} from '../../../src/site/site.ts'
import {makeSite} from '../../../test/support/site.ts'
import {hiveCertificate} from '../src/hive-certificate.ts'
import {hiveSyslog} from '../src/hive-syslog.ts'
import {type BuildContainer, startBuildContainer} from './build-container.ts'

let container: BuildContainer
let contextDirectory: string

beforeAll(async () => {
  contextDirectory = await mkdtemp(join(tmpdir(), 'hive-image-'))
  container = await startBuildContainer()
})

afterAll(async () => {
  await container.stop()
  await rm(contextDirectory, {recursive: true, force: true})
})

it('puts keys and certificates of the site where the image wants them, once', async () => {
  const site = makeSite({contextDirectory})
  const entry = {
    certificate_fqdn: 'www.shop.example',
    sub_prefix: '/O=Shop',
    ca_valid_in: 90,
    cert_dest: '/srv/tls/www.pem',
    key_dest: '/srv/tls/private/www.key',
    key_owner: 'www-data',
  }
  expect(await container.apply(hiveCertificate, site, {certificates: [entry]})).toEqual(['changed', undefined])
  expect(await container.run('stat -c "%a %U" /srv/tls/www.pem /srv/tls/private/www.key')).toEqual([
    0,
    '644 root\n600 www-data',
  ])
  const [, certificate] = await container.run('cat /srv/tls/www.pem')
  const [, key] = await container.run('cat /srv/tls/private/www.key')
  const openssl = async (args: readonly string[], input: string) => (await execa('openssl', args, {input})).stdout
  expect(await openssl(['verify', '-CAfile', join(contextDirectory, 'ca/cacert.pem')], certificate)).toBe('stdin: OK')
  expect(await openssl(['x509', '-noout', '-subject', '-ext', 'subjectAltName'], certificate)).toBe(
    'subject=O = Shop, CN = www.shop.example\nX509v3 Subject Alternative Name: \n    DNS:www.shop.example',
  )
  expect(await openssl(['x509', '-noout', '-pubkey'], certificate)).toBe(await openssl(['pkey', '-pubout'], key))
  expect(await container.apply(hiveCertificate, site, {certificates: [entry]})).toEqual(['ok', undefined])
})

it('sends what programs log to the repository host, under the name of the service', async () => {
  const socket = createSocket('udp4').bind(0)
  await once(socket, 'listening')
  expect(await container.apply(hiveSyslog, siteAt(socket.address().port))).toEqual(['changed', undefined])
  expect(await container.apply(hiveSyslog, siteAt(socket.address().port))).toEqual(['ok', undefined])
  const received = once(socket, 'message', {signal: soon()})
  await log('mail.err', 'user.debug', 'user.info')
  expect(String((await received)[0])).toMatch(/^<14>\w+ +\d+ [\d:]+ web shop: to user\.info$/)
  socket.close()
})

it('sends it over TLS with a certificate of its own where the site says so', async () => {
  const site = siteAt(0)
  const [host] = site.hosts
  if (host === undefined) throw new Error('no host')
  await issueHostCertificate(site, host, new Date())
  const [ca, cert, key] = await Promise.all(
    ['cacert', `${host.name}_cert`, `${host.name}_key`].map(name => readFile(join(contextDirectory, `ca/${name}.pem`))),
  )
  const server = createServer({ca, cert, key, requestCert: true, rejectUnauthorized: true}).listen(0)
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  expect(await container.apply(hiveSyslog, siteAt(port, true))).toEqual(['changed', undefined])
  const connected = once(server, 'secureConnection', {signal: soon()})
  await log('user.info')
  const [socket]: TLSSocket[] = await connected
  if (socket === undefined) throw new Error('no socket')
  expect(socket.getPeerCertificate().subject.CN).toBe('web.syslog.example')
  expect(String((await once(socket, 'data', {signal: soon()}))[0])).toMatch(
    /^<14>\w+ +\d+ [\d:]+ web shop: to user\.info\n$/,
  )
  socket.destroy()
  server.close()
})

/** The site whose repository host, where logs go, is this machine. */
function siteAt(port: number, tls_logging = false): Site {
  const site = makeSite({
    contextDirectory,
    hosts: 1,
    hostVariables: {hive_syslog_port: port || 10514},
    settings: {tls_logging},
  })
  return {...site, hosts: site.hosts.map(host => ({...host, address: container.gateway}))}
}

/** A line that has not arrived by then is lost. */
const soon = () => AbortSignal.timeout(60_000)

/** Starts the daemon anew, without what reads a kernel's log, and logs a line of each kind in their order. */
async function log(...kinds: readonly string[]): Promise<void> {
  const lines = kinds.map(kind => `logger -p ${kind} -t shop "to ${kind}"`)
  const script = `sed -i '/imklog/d' /etc/rsyslog.conf
if [ -e /run/rsyslogd.pid ]; then kill "$(cat /run/rsyslogd.pid)"; while [ -e /run/rsyslogd.pid ]; do sleep 0.1; done; fi
rsyslogd && while ! [ -S /dev/log ]; do sleep 0.1; done
${lines.join('\n')}`
  expect(await container.run(script)).toEqual([0, ''])
}
