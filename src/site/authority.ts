import {X509Certificate} from 'node:crypto'
import {HiveError} from '../error.ts'

/** The certificate of an authority the site trusts besides its own, as `extra_ca` gives it. */
export interface Authority {
  /** PEM, with a newline at its end, and nothing around it. */
  readonly pem: string
  /** SHA-256 of the certificate, lower-case hexadecimal digits. */
  readonly fingerprint: string
  /** `CN=Corp Root, O=Corp`. */
  readonly subject: string
  /** ISO 8601. */
  readonly validFrom: string
  readonly validTo: string
  /** `FILE:LINE` of its first line. */
  readonly where: string
}

/**
 * Reads the certificates of a PEM file, each authority once; text between them is left alone. `file` is for messages.
 * @throws HiveError VARIABLE_INVALID with file and line: no certificate, one that cannot be read, one of no authority.
 */
export function parseAuthorities(text: string, file: string): readonly Authority[] {
  const blocks = [...blocksOf(text, file)]
  if (blocks.length === 0) {
    throw invalid(`${file}: no certificate in PEM form ("-----BEGIN CERTIFICATE-----") was found.`, [
      'Convert a binary one with "openssl x509 -inform der -in FILE -out FILE.pem".',
    ])
  }
  const authorities = blocks.map(block => readBlock(block, file))
  return [...new Map(authorities.map(authority => [authority.fingerprint, authority])).values()]
}

/**
 * Fails for a certificate whose time is over or has not come.
 * @throws HiveError VARIABLE_INVALID with file and line.
 */
export function checkValidity(authorities: readonly Authority[], now: Date): void {
  for (const {where, subject, validFrom, validTo} of authorities) {
    const over = new Date(validTo) < now
    if (!over && new Date(validFrom) <= now) continue
    const what = over ? `expired on ${day(validTo)}` : `is not valid before ${day(validFrom)}`
    throw invalid(`${where}: the certificate of ${subject} ${what}; today is ${day(now.toISOString())}.`, [
      'Replace it in the file extra_ca names, or take it out; if the date of this machine is wrong, correct that.',
    ])
  }
}

interface Block {
  readonly label: string
  readonly text: string
  readonly line: number
}

function* blocksOf(text: string, file: string): Generator<Block> {
  let open: {label: string; line: number; lines: string[]} | undefined
  for (const [index, raw] of text.split('\n').entries()) {
    const row = raw.trim()
    const begin = /^-----BEGIN ([A-Z0-9 ]+)-----$/.exec(row)?.[1]
    const end = /^-----END ([A-Z0-9 ]+)-----$/.exec(row)?.[1]
    if (begin !== undefined) {
      if (open) throw unended(file, open)
      open = {label: begin, line: index + 1, lines: [row]}
    } else if (open) {
      open.lines.push(row)
      if (end === undefined) continue
      yield {label: open.label, line: open.line, text: `${open.lines.join('\n')}\n`}
      open = undefined
    }
  }
  if (open) throw unended(file, open)
}

function readBlock({label, text, line}: Block, file: string): Authority {
  const where = `${file}:${line}`
  if (label !== 'CERTIFICATE') {
    throw invalid(`${where}: "BEGIN ${label}" begins no certificate, and nothing else has a place in this file.`, [
      label.includes('KEY') ? 'Take the key out: hosts are given whatever is in here.' : 'Take it out.',
    ])
  }
  const certificate = readCertificate(text, where)
  const subject = certificate.subject.split('\n').join(', ')
  if (!certificate.ca) {
    throw invalid(
      `${where}: the certificate of ${subject} is not that of an authority (no basicConstraints CA:TRUE).`,
      ['Give the certificate it was signed by, which whoever runs the proxy or the server has.'],
    )
  }
  return {
    pem: `${certificate.toString().trim()}\n`,
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    subject,
    validFrom: new Date(certificate.validFrom).toISOString(),
    validTo: new Date(certificate.validTo).toISOString(),
    where,
  }
}

function readCertificate(text: string, where: string): X509Certificate {
  try {
    return new X509Certificate(text)
  } catch (cause) {
    throw invalid(`${where}: the certificate that begins here cannot be read; it may be cut off or edited.`, [], cause)
  }
}

function unended(file: string, {label, line}: {readonly label: string; readonly line: number}): HiveError {
  return invalid(`${file}:${line}: "BEGIN ${label}" has no "END ${label}" before the next one or the end of the file.`)
}

function day(iso: string): string {
  return iso.slice(0, 10)
}

function invalid(message: string, suggestions: readonly string[] = [], cause?: unknown): HiveError {
  return new HiveError('VARIABLE_INVALID', message, {suggestions, cause})
}
