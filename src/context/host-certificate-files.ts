import {join} from 'node:path'
import type {Host, Site} from '../site/site.ts'
import {removeContextFile} from './context-file.ts'

/** Relative to the context directory. */
export function hostCertificateFiles(name: string) {
  return {certificate: `ca/${name}_cert.pem`, key: `ca/${name}_key.pem`}
}

export function hostCertificatePaths({contextDirectory}: Site, {name}: Pick<Host, 'name'>) {
  const {certificate, key} = hostCertificateFiles(name)
  return {certificate: join(contextDirectory, certificate), key: join(contextDirectory, key)}
}

/** Removes the key and certificate of a host that is gone. */
export async function removeHostCertificate(site: Site, host: Pick<Host, 'name'>): Promise<void> {
  const {certificate, key} = hostCertificatePaths(site, host)
  await Promise.all([removeContextFile(certificate), removeContextFile(key)])
}
