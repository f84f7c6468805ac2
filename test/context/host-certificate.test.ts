import {execFile} from 'node:child_process'
import {generateKeyPairSync} from 'node:crypto'
import {chmod, mkdir, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {beforeEach, describe, expect, it} from 'vitest'
import {authorityPaths, ensureAuthority, readAuthority} from '../../src/context/authority.ts'
import {hostCertificateProblem, issueHostCertificate} from '../../src/context/certificates.ts'
import {hostCertificatePaths} from '../../src/context/host-certificate-files.ts'
import type {Host, Site} from '../../src/site/site.ts'
import {makeSite} from '../support/site.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'

const run = promisify(execFile)
const now = new Date('2026-05-01T00:00:00Z')

let contextDirectory: string

beforeEach(async () => {
  contextDirectory = await temporaryDirectory('certificate')
})

describe('the CA', () => {
  it('names the site from the right and lasts a hundred years', async () => {
    const site = siteNamed('pdns.example')
    await ensureAuthority(site, now)
    expect(await openssl('x509', '-in', authorityPaths(site).certificate, '-noout', '-subject', '-enddate')).toBe(
      'subject=DC = example, DC = pdns, CN = ca.pdns.example\nnotAfter=Apr  7 00:00:00 2126 GMT\n',
    )
    expect((await stat(authorityPaths(site).key)).mode & 0o777).toBe(0o600)
  })

  it('is made once', async () => {
    const site = siteNamed('example')
    const first = await ensureAuthority(site, now)
    const again = await ensureAuthority(site, now)
    expect(again.certificate.serialNumber).toBe(first.certificate.serialNumber)
  })

  it('takes its subject from hive_sub_prefix and its days from hive_valid_in', async () => {
    const site = siteNamed('example', {hive_sub_prefix: '/C=JP/O=A = B/', hive_valid_in: '365'})
    const {certificate} = await ensureAuthority(site, now)
    expect([certificate.subject, certificate.notAfter.toISOString()]).toEqual([
      'C=JP, O=A = B, CN=ca.example',
      '2027-05-01T00:00:00.000Z',
    ])
  })

  it('is the one given with hive_ca_cert and hive_ca_key, its key for nobody else', async () => {
    const other = siteNamed('other')
    await ensureAuthority(other, now)
    const [certificate, key] = await Promise.all([
      readFile(authorityPaths(other).certificate, 'utf8'),
      readFile(authorityPaths(other).key, 'utf8'),
    ])
    const site = siteNamed('example', {hive_ca_cert: certificate, hive_ca_key: key}, await temporaryDirectory('given'))
    await ensureAuthority(site, now)
    expect(await readFile(authorityPaths(site).certificate, 'utf8')).toBe(certificate)
    expect((await stat(authorityPaths(site).key)).mode & 0o777).toBe(0o600)
    await chmod(authorityPaths(site).key, 0o644)
    await ensureAuthority(site, now)
    expect((await stat(authorityPaths(site).key)).mode & 0o777).toBe(0o600)
  })

  it('goes on with the key of a run that ended before its certificate was written', async () => {
    const site = siteNamed('example')
    const {key} = await ensureAuthority(site, now)
    await writeFile(authorityPaths(site).certificate, '')
    await expect(readAuthority(site, now)).rejects.toThrow('cacert.pem')
    await rm(authorityPaths(site).certificate)
    expect((await ensureAuthority(site, now)).key.pem).toBe(key.pem)
  })

  it.each([
    ['a key of another certificate', 'key', generateKeyPairSync('ec', {namedCurve: 'P-256'}), 'it does not belong to'],
    ['no key at all', 'key', 'hello', 'DECODER routines::unsupported'],
    ['no certificate', 'certificate', 'hello', 'cacert.pem'],
  ] as const)('says which file is wrong: %s', async (_what, file, content, message) => {
    const site = siteNamed('example')
    await ensureAuthority(site, now)
    const text =
      typeof content === 'string' ? content : content.privateKey.export({type: 'pkcs8', format: 'pem'}).toString()
    await writeFile(authorityPaths(site)[file], text)
    await expect(ensureAuthority(site, now)).rejects.toMatchObject({
      code: 'CONTEXT_INVALID',
      message: expect.stringContaining(message),
    })
  })

  it('refuses one half of a given pair, and an expired CA', async () => {
    await expect(ensureAuthority(siteNamed('example', {hive_ca_key: 'x'}), now)).rejects.toThrow(
      'hive_ca_cert and hive_ca_key must both be given, as PEM texts, or neither.',
    )
    const site = siteNamed('example', {hive_valid_in: 30})
    await ensureAuthority(site, now)
    await expect(ensureAuthority(site, new Date('2026-06-01'))).rejects.toThrow('it expired on 2026-05-31')
  })
})

describe('the certificate of a host', () => {
  it('is accepted by openssl for server and client, by every name and address of the host', async () => {
    const {site, host} = hostOf(siteNamed('example'))
    await issueHostCertificate(site, host, now)
    const paths = hostCertificatePaths(site, host)
    for (const purpose of ['sslserver', 'sslclient']) {
      const verify = ['verify', '-CAfile', authorityPaths(site).certificate, '-purpose', purpose]
      expect(await openssl(...verify, paths.certificate)).toBe(`${paths.certificate}: OK\n`)
    }
    const shown = await openssl('x509', '-in', paths.certificate, '-noout', '-subject', '-ext', 'subjectAltName')
    expect(shown).toMatchInlineSnapshot(`
      "subject=CN = p-hive0.example
      X509v3 Subject Alternative Name: 
          DNS:p-hive0.example, DNS:p-hive0, DNS:localhost, IP Address:10.99.1.4, IP Address:127.0.0.1
      "
    `)
    expect(await hostCertificateProblem(site, host, now)).toBeUndefined()
  })

  it('is signed by a CA openssl made earlier, too', async () => {
    const {site, host} = hostOf(siteNamed('example'))
    const {key, certificate} = authorityPaths(site)
    await mkdir(join(contextDirectory, 'ca'))
    const subject = '/DC=example/DC=pdns/CN=ca.example'
    await openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      subject,
      '-keyout',
      key,
      '-out',
      certificate,
    )
    await issueHostCertificate(site, host, new Date())
    const issued = hostCertificatePaths(site, host).certificate
    expect(await openssl('verify', '-CAfile', certificate, issued)).toBe(`${issued}: OK\n`)
    expect((await stat(key)).mode & 0o777).toBe(0o600)
  })

  it('chains to the one CA when certificates of several hosts are made at the same time, and no CA is there', async () => {
    const site = siteNamed('example')
    await Promise.all(site.hosts.map(host => issueHostCertificate(site, host, now)))
    for (const host of site.hosts) expect(await hostCertificateProblem(site, host, now)).toBeUndefined()
  })

  it('must be made anew when there is a reason, which is told', async () => {
    const {site, host} = hostOf(siteNamed('example'))
    const problems = [await hostCertificateProblem(site, host, now)]
    await issueHostCertificate(site, host, now)
    problems.push(await hostCertificateProblem(site, {...host, address: '10.99.1.9'}, now))
    problems.push(await hostCertificateProblem(site, host, new Date('2126-03-20')))
    await writeFile(hostCertificatePaths(site, host).key, 'hello')
    problems.push(await hostCertificateProblem(site, host, now))
    expect(problems).toMatchInlineSnapshot(`
      [
        "there is none yet",
        "names: p-hive0.example, p-hive0, localhost, 10.99.1.4, 127.0.0.1 -> p-hive0.example, p-hive0, localhost, 10.99.1.9, 127.0.0.1",
        "it expires on 2126-04-07",
        "its files are damaged",
      ]
    `)
  })

  it('must be made anew when the CA has changed', async () => {
    const {site, host} = hostOf(siteNamed('example'))
    await issueHostCertificate(site, host, now)
    await rm(authorityPaths(site).key)
    await rm(authorityPaths(site).certificate)
    expect(await hostCertificateProblem(site, host, now)).toBe('there is no CA yet')
    await ensureAuthority(site, now)
    expect(await hostCertificateProblem(site, host, now)).toBe('the CA has changed')
  })
})

function siteNamed(name: string, motherVariables = {}, directory = contextDirectory): Site {
  return makeSite({name, motherVariables, contextDirectory: directory})
}

function hostOf(site: Site): {site: Site; host: Host} {
  const [host] = site.hosts
  if (!host) throw new Error('the site has hosts')
  return {site, host}
}

async function openssl(...argv: string[]): Promise<string> {
  return (await run('openssl', argv)).stdout
}
