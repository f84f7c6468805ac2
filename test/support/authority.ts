import {execFileSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** A certificate with its key, both PEM. */
export interface TestCertificate {
  readonly certificate: string
  readonly key: string
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

/** A certificate that signed itself, of an authority unless `options` of `openssl req` say otherwise. */
export function makeAuthority(name: string, options: readonly string[] = []): TestCertificate {
  return made(['req', '-x509', ...newKey, '-subj', `/CN=${name}`, ...options], {})
}

/** A server's certificate for a name, signed by an authority. */
export function makeServerCertificate(name: string, {certificate, key}: TestCertificate): TestCertificate {
  const signer = ['-CA', 'signer', '-CAkey', 'signer-key']
  const names = ['-addext', `subjectAltName=DNS:${name}`, '-addext', 'basicConstraints=critical,CA:FALSE']
  const files = {signer: certificate, 'signer-key': key}
  return made(['req', '-x509', ...newKey, '-subj', `/CN=${name}`, ...signer, ...names], files)
}

function made(options: readonly string[], files: Readonly<Record<string, string>>): TestCertificate {
  const directory = mkdtempSync(join(tmpdir(), 'hive-certificate-'))
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text, {mode: 0o600})
    execFileSync('openssl', [...options, '-keyout', 'key', '-out', 'certificate'], {cwd: directory, stdio: 'ignore'})
    const read = (name: string) => readFileSync(join(directory, name), 'utf8')
    return {certificate: read('certificate'), key: read('key')}
  } finally {
    rmSync(directory, {recursive: true})
  }
}
