import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {HiveError} from '../../src/error.ts'
import {checkValidity, parseAuthorities} from '../../src/site/authority.ts'
import {readExtraAuthorities, trustedCertificates} from '../../src/site/extra-authorities.ts'
import {makeAuthority} from '../support/authority.ts'

const root = makeAuthority('Corp Root').certificate
const other = makeAuthority('Branch').certificate

test('reads several authorities, each once, whatever stands between them', () => {
  const text = `# the proxy\n${root}\nsubject=/CN=Branch\r\n${other.replaceAll('\n', '\r\n')}${root}`
  const found = parseAuthorities(text, 'ca.pem')
  expect(found.map(({subject, where, pem}) => [subject, where, pem])).toEqual([
    ['CN=Corp Root', `ca.pem:${1 + root.split('\n').length + 1 + other.split('\n').length}`, root],
    ['CN=Branch', `ca.pem:${root.split('\n').length + 3}`, other],
  ])
})

const notAfter = makeAuthority('Old', ['-days', '10']).certificate

test.each([
  ['no PEM', 'hello', 'ca.pem: no certificate in PEM form ("-----BEGIN CERTIFICATE-----") was found.'],
  [
    'a key',
    `${root}-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n`,
    `ca.pem:${root.split('\n').length}: "BEGIN PRIVATE KEY" begins no certificate, and nothing else has a place in this file.`,
  ],
  [
    'a certificate that is cut off',
    root.slice(0, 200),
    'ca.pem:1: "BEGIN CERTIFICATE" has no "END CERTIFICATE" before the next one or the end of the file.',
  ],
  [
    'a certificate that was edited',
    `\n${root.replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA')}`,
    'ca.pem:2: the certificate that begins here cannot be read; it may be cut off or edited.',
  ],
  [
    'the certificate of a server',
    makeAuthority('www', ['-addext', 'basicConstraints=critical,CA:FALSE']).certificate,
    'ca.pem:1: the certificate of CN=www is not that of an authority (no basicConstraints CA:TRUE).',
  ],
])('refuses %s, and says where it is', (_what, text, message) => {
  expect(() => parseAuthorities(text, 'ca.pem')).toThrowError(
    expect.objectContaining({code: 'VARIABLE_INVALID', message}),
  )
})

test('refuses what is over, and what has not begun', () => {
  const authorities = parseAuthorities(notAfter, 'ca.pem')
  const [{validFrom = '', validTo = ''} = {}] = authorities
  const later = new Date(Date.parse(validTo) + 86_400_000)
  const before = new Date(Date.parse(validFrom) - 86_400_000)
  const day = (date: Date | string) => new Date(date).toISOString().slice(0, 10)
  expect(() => checkValidity(authorities, new Date())).not.toThrow()
  expect(() => checkValidity(authorities, later)).toThrowError(
    `ca.pem:1: the certificate of CN=Old expired on ${day(validTo)}; today is ${day(later)}.`,
  )
  expect(() => checkValidity(authorities, before)).toThrowError(
    `ca.pem:1: the certificate of CN=Old is not valid before ${day(validFrom)}; today is ${day(before)}.`,
  )
})

test('a file is named from the root of the project, and one that is not there is an error', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'hive-extra-'))
  try {
    await writeFile(join(directory, 'corp.pem'), root)
    const extraAuthorities = await readExtraAuthorities(directory, 'corp.pem')
    expect(extraAuthorities.map(({where}) => where)).toEqual(['corp.pem:1'])
    expect(trustedCertificates({extraAuthorities}).at(-1)).toBe(root)
    expect(await readExtraAuthorities(directory, undefined)).toEqual([])
    await expect(readExtraAuthorities(directory, 'gone.pem')).rejects.toThrowError(HiveError)
    await expect(readExtraAuthorities(directory, 'gone.pem')).rejects.toThrowError(
      `Variable extra_ca names ${directory}/gone.pem, which cannot be read`,
    )
  } finally {
    await rm(directory, {recursive: true})
  }
})
