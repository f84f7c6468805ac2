import type {Host} from '@hive-ci/cli'

/** The site's CA on every host, where hive-builder put it; also where the engine and the tools read it. */
export const caPath = '/etc/pki/ca-trust/source/anchors/cacert.pem'

export function keyPath({name}: Host): string {
  return `/etc/pki/tls/private/${name}_key.pem`
}

export function certificatePath({name}: Host): string {
  return `/etc/pki/tls/certs/${name}_cert.pem`
}
