import {readFile, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {execa} from 'execa'
import {describe, expect, test} from 'vitest'
import {temporaryDirectory} from '../support/temporary-directory.ts'

/** What a job's environment has of these variables after `. hive-job`, one `NAME=value` each. */
async function environmentAfter(before: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const TMPDIR = before.TMPDIR ?? (await temporaryDirectory('job'))
  const command = '. "$1" && env'
  const {stdout} = await execa('sh', ['-eu', '-c', command, 'sh', resolve('images/runner/hive-job')], {
    env: {PATH: process.env.PATH, TMPDIR, ...before},
    extendEnv: false,
  })
  return stdout
    .split('\n')
    .filter(line => /^\w*(proxy|PROXY|CERTS|CERT_FILE|CAINFO|BUNDLE)=/.test(line))
    .toSorted()
}

describe('hive-job', () => {
  test('leaves a job without proxies and authorities of its own as it is', async () => {
    expect(await environmentAfter({})).toEqual([])
  })

  test('sets proxies in both spellings, and none on the way to the engine', async () => {
    const before = {https_proxy: 'http://proxy.test:3128', NO_PROXY: '.test', DOCKER_HOST: 'tcp://docker:2375'}
    expect(await environmentAfter(before)).toEqual([
      'HTTPS_PROXY=http://proxy.test:3128',
      'HTTP_PROXY=',
      'NODE_USE_ENV_PROXY=1',
      'NO_PROXY=.test,docker,docker:2375',
      'http_proxy=',
      'https_proxy=http://proxy.test:3128',
      'no_proxy=.test,docker,docker:2375',
    ])
  })

  test('names the engine once', async () => {
    const before = {HTTP_PROXY: 'http://p:1', NO_PROXY: 'docker', DOCKER_HOST: 'tcp://docker:2375'}
    expect(await environmentAfter(before)).toContain('NO_PROXY=docker')
  })

  test('has every program trust the given authority besides those of the system, as text or as a file', async () => {
    const TMPDIR = await temporaryDirectory('job')
    const authority = '-----BEGIN CERTIFICATE-----\nof-the-network\n-----END CERTIFICATE-----'
    await writeFile(join(TMPDIR, 'ca.pem'), authority)
    for (const HIVE_CA of [authority, join(TMPDIR, 'ca.pem')]) {
      const after = await environmentAfter({TMPDIR, HIVE_CA})
      expect(after.map(line => line.split('=')[0])).toEqual([
        'CURL_CA_BUNDLE',
        'GIT_SSL_CAINFO',
        'NODE_EXTRA_CA_CERTS',
        'REQUESTS_CA_BUNDLE',
        'SSL_CERT_FILE',
      ])
      const bundle = await readFile(after[0]?.split('=')[1] ?? '', 'utf8')
      expect(bundle).toContain('of-the-network')
      expect(bundle.split('BEGIN CERTIFICATE').length).toBeGreaterThan(10)
    }
  })
})
