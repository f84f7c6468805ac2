import {join} from 'node:path'
import type {Host, Site} from '../site/site.ts'
import {removeContextFile} from './context-file.ts'

export function hostCertificatePaths({contextDirectory}: Site, {name}: Pick<Host, 'name'>) {
  return {
    certificate: join(contextDirectory, 'ca', `${name}_cert.pem`),
    key: join(contextDirectory, 'ca', `${name}_key.pem`),
  }
}

/** Removes the key and certificate of a host that is gone. */
export async function removeHostCertificate(site: Site, host: Pick<Host, 'name'>): Promise<void> {
  const {certificate, key} = hostCertificatePaths(site, host)
  await Promise.all([removeContextFile(certificate), removeContextFile(key)])
}
