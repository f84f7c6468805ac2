import {describe, expect, it} from 'vitest'
import {castVariable} from '../../src/variables/cast.ts'
import {findVariable} from '../../src/variables/find.ts'

const cast = (name: string, value: unknown): unknown => {
  try {
    return castVariable(findVariable(name), value)
  } catch (error) {
    return error instanceof Error ? error.message : error
  }
}

describe('castVariable', () => {
  it.each([
    ['tls_logging', 'Yes', true],
    ['tls_logging', '0', false],
    ['tls_logging', true, true],
    ['tls_logging', 'maybe', 'Variable tls_logging can not be "maybe": expected true, yes, 1, false, no or 0.'],
    ['forks', '10', 10],
    ['forks', 7, 7],
    ['forks', '-1', 'Variable forks can not be "-1": expected a whole number, zero or more.'],
    ['forks', '1e3', 'Variable forks can not be "1e3": expected a whole number, zero or more.'],
    ['stage', 'staging', 'staging'],
    ['stage', 'stagin', 'Variable stage can not be "stagin": expected one of production, staging, private.'],
    ['context_dir', `${import.meta.dirname}/`, import.meta.dirname],
    [
      'context_dir',
      '/nowhere/at/all',
      'Variable context_dir can not be "/nowhere/at/all": expected a directory that exists.',
    ],
    [
      'context_dir',
      import.meta.filename,
      `Variable context_dir can not be "${import.meta.filename}": expected a directory that exists.`,
    ],
    ['published_port_map', '{"web80": 61001}', {web80: 61_001}],
    [
      'published_port_map',
      '{"web80": ',
      'Variable published_port_map can not be "{\\"web80\\": ": expected a JSON object, for example {"web80": 61001}.',
    ],
    [
      'published_port_map',
      '[1]',
      'Variable published_port_map can not be "[1]": expected a JSON object, for example {"web80": 61001}.',
    ],
    ['http_proxy', 'proxy:3128', 'proxy:3128'],
    ['http_proxy_port', 3128, '3128'],
  ])('takes %s = %j as %j', (name, value, expected) => {
    expect(cast(name, value)).toEqual(expected)
  })

  it('does not repeat a secret in what it says', () => {
    expect(cast('aws_secret_access_key', ['hunter2'])).toBe(
      'Variable aws_secret_access_key can not be ***: expected a text.',
    )
  })
})
