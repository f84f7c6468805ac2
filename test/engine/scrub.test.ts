import {expect, it} from 'vitest'
import {scrubber} from '../../src/engine/scrub.ts'
import {secret} from '../../src/shell/secret.ts'

it('strikes out a secret wherever it stands, the longest first', () => {
  const scrub = scrubber([secret('pass'), secret('password.\\d$&\n')])
  expect(scrub('login with password.\\d$& or pass, pass')).toBe('login with *** or ***, ***')
})

it('strikes out each longer line of a secret', () => {
  const key = secret('-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\nab\n-----END KEY-----\n')
  expect(scrubber([key])('cannot read "MIIEvQIBADANBgkqhkiG" near ab')).toBe('cannot read "***" near ab')
})

it('leaves a text alone when there is nothing to hide', () => {
  expect(scrubber([secret('')])('as it is')).toBe('as it is')
})
