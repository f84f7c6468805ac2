import {describe, expect, test} from 'vitest'
import {HiveError} from '../../src/error.ts'
import {scrubData} from '../../src/session/scrub-data.ts'
import {scrubError} from '../../src/session/scrub-error.ts'
import {siteScrubber} from '../../src/session/site-scrubber.ts'
import {secret} from '../../src/shell/secret.ts'
import {makeService} from '../support/service.ts'
import {makeSite} from '../support/site.ts'

const scrub = (text: string) => text.replaceAll('canary', '***')

test('secrets are struck out of texts however deep they lie, and nothing else is touched', () => {
  const made = new Date(0)
  const data = {text: 'a canary', list: [{diff: 'canary', count: 3}], made, none: undefined, yes: true, key: null}
  expect(scrubData(data, scrub)).toEqual({
    text: 'a ***',
    list: [{diff: '***', count: 3}],
    made,
    none: undefined,
    yes: true,
    key: null,
  })
})

test('an error that quotes a secret is told without it and without its cause; another stays itself', () => {
  const cause = new Error('canary')
  const told = scrubError(new HiveError('HOST_FAILED', 'It said canary.', {cause, suggestions: ['No canary.']}), scrub)
  expect(told).toMatchObject({code: 'HOST_FAILED', message: 'It said ***.', suggestions: ['No ***.']})
  expect(told).not.toHaveProperty('cause', cause)
  const clean = new HiveError('HOST_FAILED', 'It failed.', {cause})
  expect(scrubError(clean, scrub)).toBe(clean)
  expect(scrubError(cause, scrub)).toBe(cause)
})

describe('of a site', () => {
  const environment = {
    DB_PASSWORD: 'open sesame',
    API_KEY: 'abcdef123',
    PIN_TOKEN: '1234',
    KEYCLOAK_HOST: 'auth.example',
    TLS_KEY: '/etc/tls/key.pem',
    TOKEN: 'web-server',
  }
  const site = {
    ...makeSite({hosts: 2}),
    services: [makeService('web-server', {environment})],
  }

  test('secret variables and values of the environment that go by the name of a secret are struck out', async () => {
    const settings = {...site.settings, aws_secret_access_key: secret('canaryOfAws')}
    const strike = await siteScrubber({...site, settings})
    expect(strike('canaryOfAws, open sesame, abcdef123')).toBe('***, ***, ***')
  })

  test('paths, short values and names of the site are words like others', async () => {
    const strike = await siteScrubber(site)
    const text = '1234 auth.example /etc/tls/key.pem web-server'
    expect(strike(text)).toBe(text)
  })
})
