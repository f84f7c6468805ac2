import type {Host, Site} from '../site/site.ts'
import {type Authority, ensureAuthority, readAuthority} from './authority.ts'
import {readContextFile, writeContextFile} from './context-file.ts'
import {hostCertificatePaths} from './host-certificate-files.ts'
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

/** Why the host needs a new certificate, for a change's details; undefined when the one it has is good. */
export async function hostCertificateProblem(site: Site, host: Host, now: Date): Promise<string | undefined> {
  const paths = hostCertificatePaths(site, host)
  const [pem, key] = await Promise.all([readContextFile(paths.certificate), readContextFile(paths.key)])
  if (pem === undefined || key === undefined) return 'there is none yet'
  const authority = await readAuthority(site, now)
  if (authority === undefined) return 'there is no CA yet'
  const certificate = readCertificate(pem)
  if (certificate === undefined || !belongsTo(key, certificate)) return 'its files are damaged'
  if (!(await isSignedBy(certificate, authority))) return 'the CA has changed'
  if (expiresSoon(certificate.notAfter, now)) return `it expires on ${certificate.notAfter.toISOString().slice(0, 10)}`
  return nameProblem(host, certificate)
}

/** A new key and certificate for the host, good for its server side and its client side. Makes the CA if need be. */
export async function issueHostCertificate(site: Site, host: Host, now: Date): Promise<void> {
  const authority = await ensureAuthority(site, now)
  const key = generateSigningKey()
  const {notBefore, notAfter} = validity(site, now)
  const certificate = await X509CertificateGenerator.create({
    subject: [{CN: [host.name]}],
    issuer: authority.certificate.subjectName,
    publicKey: key.pair.publicKey,
    signingKey: authority.key.pair.privateKey,
    signingAlgorithm: authority.key.algorithm,
    notBefore,
    notAfter: new Date(Math.min(notAfter.getTime(), authority.certificate.notAfter.getTime())),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      new SubjectAlternativeNameExtension(namesOf(host)),
      await SubjectKeyIdentifierExtension.create(key.pair.publicKey),
      ...authorityKeyIdentifier(authority),
    ],
  })
  const paths = hostCertificatePaths(site, host)
  await writeContextFile(paths.key, key.pem)
  await writeContextFile(paths.certificate, `${certificate.toString('pem')}\n`)
}

function namesOf(host: Host): JsonGeneralNames {
  return [
    ...[host.name, host.shortName, 'localhost'].map(value => ({type: 'dns' as const, value})),
    ...[host.address, '127.0.0.1'].map(value => ({type: 'ip' as const, value})),
  ]
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

function nameProblem(host: Host, certificate: X509Certificate): string | undefined {
  const found = textOf(certificate.getExtension(SubjectAlternativeNameExtension)?.names.toJSON() ?? [])
  const wanted = textOf(namesOf(host))
  return found === wanted ? undefined : `names: ${found} -> ${wanted}`
}

function textOf(names: JsonGeneralNames): string {
  return names.map(({value}) => value).join(', ')
}
