import type {webcrypto} from 'node:crypto'
import {join} from 'node:path'
import {withFileLock} from '../file-lock.ts'
import type {Site} from '../site/site.ts'
import {type Authority, ensureAuthority, readAuthority} from './authority.ts'
import {readContextFile, writeContextFile} from './context-file.ts'
import {generateSigningKey, publicKeyOf} from './signing-key.ts'
import {expiresSoon, validity} from './validity.ts'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonGeneralNames,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from './x509.ts'
import {distinguishedName} from './x509-name.ts'

/** A certificate of the stage's CA, good for a server side and a client side, and its key. */
export interface WantedCertificate {
  /** Paths of the files, relative to the context directory. */
  readonly files: {readonly certificate: string; readonly key: string}
  /** Common name of the subject. */
  readonly name: string
  /** What the subject has before its common name, `/O=Shop/OU=Web`; nothing by default. */
  readonly prefix?: string
  /** Alternative names: domain names and IP addresses. */
  readonly alternatives: JsonGeneralNames
  /** Days it is good for, at most as long as the CA; `hive_valid_in` by default. */
  readonly days?: number
}

/** Why a new one is needed, for a change's details; undefined when the one there is is good. */
export async function certificateProblem(
  site: Site,
  wanted: WantedCertificate,
  now: Date,
): Promise<string | undefined> {
  const paths = pathsOf(site, wanted)
  const [pem, key] = await Promise.all([readContextFile(paths.certificate), readContextFile(paths.key)])
  if (pem === undefined || key === undefined) return 'there is none yet'
  const authority = await readAuthority(site, now)
  if (authority === undefined) return 'there is no CA yet'
  const certificate = readCertificate(pem)
  if (certificate === undefined || !belongsTo(key, certificate)) return 'its files are damaged'
  if (!(await isSignedBy(certificate, authority))) return 'the CA has changed'
  if (expiresSoon(certificate.notAfter, now)) return `it expires on ${certificate.notAfter.toISOString().slice(0, 10)}`
  return nameProblem(wanted, certificate)
}

/** Makes a new key and certificate unless the ones there are are good by now. Makes the CA if need be. */
export async function issueCertificate(site: Site, wanted: WantedCertificate, now: Date): Promise<void> {
  const authority = await ensureAuthority(site, now)
  const paths = pathsOf(site, wanted)
  // Two images may want the same certificate at the same time.
  await withFileLock(paths.certificate, 'CONTEXT_INVALID', async () => {
    if ((await certificateProblem(site, wanted, now)) === undefined) return
    const key = generateSigningKey()
    const certificate = await sign(site, wanted, authority, key.pair.publicKey, now)
    await writeContextFile(paths.key, key.pem)
    await writeContextFile(paths.certificate, `${certificate.toString('pem')}\n`)
  })
}

async function sign(
  site: Site,
  {name, prefix = '', alternatives, days}: WantedCertificate,
  authority: Authority,
  publicKey: webcrypto.CryptoKey,
  now: Date,
): Promise<X509Certificate> {
  const {notBefore, notAfter} = validity(site, now, days)
  return X509CertificateGenerator.create({
    subject: distinguishedName(prefix, name),
    issuer: authority.certificate.subjectName,
    publicKey,
    signingKey: authority.key.pair.privateKey,
    signingAlgorithm: authority.key.algorithm,
    notBefore,
    notAfter: new Date(Math.min(notAfter.getTime(), authority.certificate.notAfter.getTime())),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      new SubjectAlternativeNameExtension(alternatives),
      await SubjectKeyIdentifierExtension.create(publicKey),
      ...authorityKeyIdentifier(authority),
    ],
  })
}

function pathsOf({contextDirectory}: Site, {files}: WantedCertificate): WantedCertificate['files'] {
  return {certificate: join(contextDirectory, files.certificate), key: join(contextDirectory, files.key)}
}

/** An existing CA may have named its key in its own way, or not at all; a wrong name here would break the chain. */
function authorityKeyIdentifier({certificate}: Authority): AuthorityKeyIdentifierExtension[] {
  const own = certificate.getExtension(SubjectKeyIdentifierExtension)
  return own ? [new AuthorityKeyIdentifierExtension(own.keyId)] : []
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    // Whatever it is, it is no certificate: a new one takes its place.
    return undefined
  }
}

function belongsTo(key: string, certificate: X509Certificate): boolean {
  try {
    return publicKeyOf(key).equals(Buffer.from(certificate.publicKey.rawData))
  } catch {
    // The same for a key.
    return false
  }
}

async function isSignedBy(certificate: X509Certificate, authority: Authority): Promise<boolean> {
  const {publicKey, subject} = authority.certificate
  return certificate.issuer === subject && (await certificate.verify({publicKey, signatureOnly: true}))
}

function nameProblem({alternatives}: WantedCertificate, certificate: X509Certificate): string | undefined {
  const found = textOf(certificate.getExtension(SubjectAlternativeNameExtension)?.names.toJSON() ?? [])
  const wanted = textOf(alternatives)
  return found === wanted ? undefined : `names: ${found} -> ${wanted}`
}

function textOf(names: JsonGeneralNames): string {
  return names.map(({value}) => value).join(', ')
}
