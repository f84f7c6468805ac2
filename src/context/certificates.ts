import type {Host, Site} from '../site/site.ts'
import {hostCertificate} from './host-certificate.ts'
import type {WantedCertificate} from './leaf-certificate.ts'

export type {WantedCertificate}

/** Why a new certificate is needed, for a change's details; undefined when the one there is is good. */
export async function certificateProblem(
  site: Site,
  wanted: WantedCertificate,
  now: Date,
): Promise<string | undefined> {
  // Imported when used: the certificate library takes a tenth of a second to load.
  return (await import('./leaf-certificate.ts')).certificateProblem(site, wanted, now)
}

/** A new key and certificate where they are needed, signed by the stage's CA. */
export async function issueCertificate(site: Site, wanted: WantedCertificate, now: Date): Promise<void> {
  return (await import('./leaf-certificate.ts')).issueCertificate(site, wanted, now)
}

/** The same for a host, whose files are `ca/<host>_cert.pem` and `_key.pem`. */
export function hostCertificateProblem(site: Site, host: Host, now: Date): Promise<string | undefined> {
  return certificateProblem(site, hostCertificate(host), now)
}

/** A new key and certificate for the host in its files. */
export function issueHostCertificate(site: Site, host: Host, now: Date): Promise<void> {
  return issueCertificate(site, hostCertificate(host), now)
}
