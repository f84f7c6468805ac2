import type {Host} from '../site/site.ts'
import {hostCertificateFiles} from './host-certificate-files.ts'
import type {WantedCertificate} from './leaf-certificate.ts'

/** The certificate of a host, good for its server side and its client side. */
export function hostCertificate({name, shortName, address}: Host): WantedCertificate {
  return {
    files: hostCertificateFiles(name),
    name,
    alternatives: [
      ...[name, shortName, 'localhost'].map(value => ({type: 'dns' as const, value})),
      ...[address, '127.0.0.1'].map(value => ({type: 'ip' as const, value})),
    ],
  }
}
