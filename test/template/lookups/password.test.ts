import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {evaluate} from '../../../src/template/evaluate.ts'

describe('the lookup password', () => {
  let directory = ''

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'template-'))
  })

  afterEach(() => {
    rmSync(directory, {recursive: true})
  })

  function lookup(term: string): unknown {
    const context = {lookup: () => ({found: false}), workingDirectory: directory, environment: {HOME: directory}}
    return evaluate(`{{ lookup('password', '${term}') }}`, context)
  }

  it('makes a password, keeps it for its owner only and finds it again', () => {
    const password = lookup('secrets/deep/db length=12 chars=ascii_letters,digits')
    expect(password).toMatch(/^[a-zA-Z0-9]{12}$/)
    expect(readFileSync(join(directory, 'secrets/deep/db'), 'utf8')).toBe(`${password}\n`)
    expect(statSync(join(directory, 'secrets/deep/db')).mode & 0o777).toBe(0o600)
    expect(statSync(join(directory, 'secrets/deep')).mode & 0o777).toBe(0o700)
    expect(readdirSync(join(directory, 'secrets/deep'))).toEqual(['db'])
    expect(lookup('secrets/deep/db length=40')).toBe(password)
  })

  it('takes 20 letters, digits and .,:-_ where nothing else is said', () => {
    expect(lookup('plain')).toMatch(/^[a-zA-Z0-9.,:_-]{20}$/)
  })

  it('leaves out the salt that Ansible keeps behind a password', () => {
    writeFileSync(join(directory, 'salted'), 'secret salt=abcdefgh\n')
    expect(lookup('salted')).toBe('secret')
  })

  it('starts ~ at the home folder', () => {
    mkdirSync(join(directory, 'keys'))
    writeFileSync(join(directory, 'keys/a'), 'from home\n')
    expect(lookup('~/keys/a')).toBe('from home')
  })

  it('says why a file cannot be read', () => {
    mkdirSync(join(directory, 'folder'))
    expect(() => lookup('folder')).toThrow(
      /^The template .* cannot be evaluated: lookup 'password': the file .*folder cannot be read \(EISDIR/,
    )
  })
})
