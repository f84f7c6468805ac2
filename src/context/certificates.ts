import type {Host, Site} from '../site/site.ts'

/** Why the host needs a new certificate, for a change's details; undefined when the one it has is good. */
export async function hostCertificateProblem(site: Site, host: Host, now: Date): Promise<string | undefined> {
  // Imported when used: the certificate library takes a tenth of a second to load.
  return (await import('./host-certificate.ts')).hostCertificateProblem(site, host, now)
}

/** A new key and certificate for the host in `ca/<host>_key.pem` and `_cert.pem`, signed by the stage's CA. */
export async function issueHostCertificate(site: Site, host: Host, now: Date): Promise<void> {
  return (await import('./host-certificate.ts')).issueHostCertificate(site, host, now)
}
