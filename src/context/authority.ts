import {join} from 'node:path'
import {HiveError, reasonOf} from '../error.ts'
import type {Site} from '../site/site.ts'
import {createContextFile, protectContextFile, readContextFile, writeContextFile} from './context-file.ts'
import {generateSigningKey, publicKeyOf, readSigningKey, type SigningKey} from './signing-key.ts'
import {validity} from './validity.ts'
import {
  BasicConstraintsExtension,
  type JsonName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from './x509.ts'
import {distinguishedName} from './x509-name.ts'

/** The stage's own certificate authority. */
export interface Authority {
  readonly certificate: X509Certificate
  readonly key: SigningKey
}

export function authorityPaths({contextDirectory}: Site): {readonly certificate: string; readonly key: string} {
  return {certificate: join(contextDirectory, 'ca', 'cacert.pem'), key: join(contextDirectory, 'ca', 'cakey.pem')}
}

/** The CA, undefined when there is none yet. Throws `HiveError` CONTEXT_INVALID when its files cannot be used. */
export async function readAuthority(site: Site, now: Date): Promise<Authority | undefined> {
  const paths = authorityPaths(site)
  const [certificate, key] = await Promise.all([readContextFile(paths.certificate), readContextFile(paths.key)])
  if (certificate === undefined) return undefined
  if (key === undefined) throw unusable(paths.key, 'it is missing, while the certificate that belongs to it is there')
  return checkAuthority(site, {certificate, key}, now)
}

/** The CA: the one of `hive_ca_cert` and `hive_ca_key`, or the one found, or a new one. */
export async function ensureAuthority(site: Site, now: Date): Promise<Authority> {
  const given = givenAuthority(site)
  if (given) {
    const authority = checkAuthority(site, given, now)
    await store(site, given)
    await closeKey(site)
    return authority
  }
  const found = await readAuthority(site, now)
  if (!found) return makeAuthority(site, now)
  await closeKey(site)
  return found
}

/** hive-builder left keys readable for everybody. */
async function closeKey(site: Site): Promise<void> {
  await protectContextFile(authorityPaths(site).key)
}

interface PemPair {
  readonly certificate: string
  readonly key: string
}

/**
 * The key comes first: a run that ends between the two goes on with it, and of two runs at the same time both sign with
 * the key of one.
 */
async function makeAuthority(site: Site, now: Date): Promise<Authority> {
  const paths = authorityPaths(site)
  const key = readKey(paths.key, await createContextFile(paths.key, generateSigningKey().pem))
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: subject(site),
    keys: key.pair,
    signingAlgorithm: key.algorithm,
    ...validity(site, now),
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.cRLSign | KeyUsageFlags.keyCertSign, true),
      await SubjectKeyIdentifierExtension.create(key.pair.publicKey),
    ],
  })
  await writeContextFile(paths.certificate, `${certificate.toString('pem')}\n`)
  return {certificate, key}
}

/** The parts of the site's name from the right as domain components (`hive_sub_prefix`: others), then `ca.<site>`. */
function subject(site: Site): JsonName {
  const given = site.mother.variables.get('hive_sub_prefix')
  const domain = site.name.split('.').reverse()
  const prefix = typeof given === 'string' ? given : domain.map(part => `/DC=${part}`).join('')
  return distinguishedName(prefix, `ca.${site.name}`)
}

function givenAuthority(site: Site): PemPair | undefined {
  const certificate = site.mother.variables.get('hive_ca_cert')
  const key = site.mother.variables.get('hive_ca_key')
  if (certificate === undefined && key === undefined) return undefined
  if (typeof certificate === 'string' && typeof key === 'string') return {certificate, key}
  throw new HiveError('INVENTORY_INVALID', 'hive_ca_cert and hive_ca_key must both be given, as PEM texts, or neither.')
}

async function store(site: Site, {certificate, key}: PemPair): Promise<void> {
  const paths = authorityPaths(site)
  if ((await readContextFile(paths.key)) !== key) await writeContextFile(paths.key, key)
  if ((await readContextFile(paths.certificate)) !== certificate) await writeContextFile(paths.certificate, certificate)
}

function checkAuthority(site: Site, pem: PemPair, now: Date): Authority {
  const paths = authorityPaths(site)
  const key = readKey(paths.key, pem.key)
  const certificate = readCertificate(paths.certificate, pem.certificate)
  if (!publicKeyOf(pem.key).equals(Buffer.from(certificate.publicKey.rawData))) {
    throw unusable(paths.key, `it does not belong to the certificate ${paths.certificate}`)
  }
  if (certificate.notAfter <= now) {
    throw unusable(paths.certificate, `it expired on ${certificate.notAfter.toISOString().slice(0, 10)}`)
  }
  return {certificate, key}
}

function readKey(path: string, pem: string): SigningKey {
  try {
    return readSigningKey(pem)
  } catch (error) {
    throw unusable(path, reasonOf(error), error)
  }
}

function readCertificate(path: string, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (error) {
    throw unusable(path, reasonOf(error), error)
  }
}

function unusable(path: string, problem: string, cause?: unknown): HiveError {
  return new HiveError('CONTEXT_INVALID', `The CA of this stage cannot be used: ${path}: ${problem}.`, {
    cause,
    suggestions: [
      'Restore the directory ca of the context from a backup.',
      'Or remove it: hive makes a new CA, and new certificates for every host with the next setup-hosts.',
    ],
  })
}
