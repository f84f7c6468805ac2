import {isIP} from 'node:net'
import {HiveError, type ImageTarget, type WantedCertificate} from '@hive-ci/cli'

/** An entry of `certificates`, checked. */
export interface CertificateEntry {
  readonly wanted: WantedCertificate
  /** Absolute paths in the image. */
  readonly certificatePath: string
  readonly keyPath: string
  /** Whom the key belongs to in the image. */
  readonly keyOwner: string
}

/** Reads the variable `certificates` of the image. Throws `HiveError` INVENTORY_INVALID with the place of what is wrong. */
export function certificateEntries({service, variable}: ImageTarget): readonly CertificateEntry[] {
  const given = variable('certificates')
  if (!Array.isArray(given)) throw invalid(service, 'certificates', given, 'a list of certificates')
  return given.map((entry: unknown, index) => readEntry(service, `certificates[${index}]`, entry))
}

function readEntry(service: string, place: string, entry: unknown): CertificateEntry {
  if (!isRecord(entry)) throw invalid(service, place, entry, 'a mapping with certificate_fqdn, cert_dest and key_dest')
  const read = (key: string, form: RegExp, expected: string) => {
    const value = entry[key]
    if (typeof value === 'string' && form.test(value)) return value
    throw invalid(service, `${place}.${key}`, value, expected)
  }
  const name = read('certificate_fqdn', /^(\*\.)?[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'a domain name or an IPv4 address')
  const path = (key: string) => read(key, /^\/[^\0\n]*[^/\0\n]$/, 'the absolute path of a file')
  const days = entry.ca_valid_in
  return {
    wanted: {
      files: {certificate: `ca/${name}-server-cert.pem`, key: `ca/${name}-key.pem`},
      name,
      alternatives: [{type: isIP(name) ? 'ip' : 'dns', value: name}],
      ...(entry.sub_prefix !== undefined && {
        prefix: read('sub_prefix', /^(\/[A-Za-z]+=[^/]+)*\/?$/, 'a text such as /O=Shop/OU=Web'),
      }),
      ...(days !== undefined && {days: wholeDays(service, `${place}.ca_valid_in`, days)}),
    },
    certificatePath: path('cert_dest'),
    keyPath: path('key_dest'),
    keyOwner: entry.key_owner === undefined ? 'root' : read('key_owner', /^[a-z_][a-z0-9_-]*$/, 'the name of a user'),
  }
}

function wholeDays(service: string, place: string, value: unknown): number {
  const days = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  if (typeof days === 'number' && Number.isInteger(days) && days > 0) return days
  throw invalid(service, place, value, 'a whole number of days')
}

function invalid(service: string, place: string, found: unknown, expected: string): HiveError {
  const shown = found === undefined ? 'missing' : JSON.stringify(found)
  return new HiveError(
    'INVENTORY_INVALID',
    `Image of service ${service}: ${place} is ${shown}; expected ${expected}.`,
    {
      suggestions: ['It is a variable of the image, for example in group_vars/images.yml or host_vars of the image.'],
    },
  )
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
