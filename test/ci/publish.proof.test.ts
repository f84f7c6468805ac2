import {readdir, readFile, writeFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {execa} from 'execa'
import {expect, onTestFinished, test} from 'vitest'
import {makeAuthority, makeServerCertificate} from '../support/authority.ts'
import {startRegistry} from '../support/registry.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'
import {hiveItself} from './hive-itself.ts'
import {startPackageServer} from './package-server.ts'
import {variableOptions} from './project.ts'

const token = 'canaryTokenOfTheJob7'
const login = {user: 'ci', password: 'canaryPasswordOfTheRegistry6'}

test('a tag publishes images, packages and templates, and hive can be installed from what was published', async () => {
  const authority = makeAuthority('authority of packages')
  const server = await startPackageServer(token, makeServerCertificate('localhost', authority))
  onTestFinished(() => server.stop())
  const registry = await startRegistry(login)
  onTestFinished(() => registry.stop())
  const trusted = join(await temporaryDirectory('authority'), 'trusted.pem')
  await writeFile(trusted, (await readFile('/etc/ssl/certs/ca-certificates.crt', 'utf8')) + authority.certificate)
  const place = `127.0.0.1:${registry.port}`
  const images = ['runner', 'dind', 'node'].map(name => `${place}/group/hive/hive-${name}:0.1.0`)
  onTestFinished(async () => void (await execa('docker', ['rmi', ...images], {reject: false})))

  const project = await hiveItself({})
  const run = await project.run([
    ...variableOptions({
      CI_API_V4_URL: server.url,
      CI_COMMIT_REF_NAME: 'v0.1.0',
      CI_COMMIT_REF_PROTECTED: 'true',
      CI_COMMIT_TAG: 'v0.1.0',
      CI_JOB_TOKEN: token,
      CI_PIPELINE_SOURCE: 'push',
      CI_PROJECT_ID: '7',
      CI_REGISTRY: place,
      CI_REGISTRY_IMAGE: `${place}/group/hive`,
      CI_REGISTRY_PASSWORD: login.password,
      CI_REGISTRY_USER: login.user,
      CURL_CA_BUNDLE: trusted,
      npm_config_cafile: trusted,
    }),
    'publish',
  ])
  expect(run.exitCode, run.all).toBe(0)
  expect(run.all).not.toContain(token)
  expect(run.all).not.toContain(login.password)

  const plugins = (await readdir('plugins')).map(name => `@hive-ci/${name}`)
  expect([...server.packages.keys()].toSorted()).toEqual(['@hive-ci/cli', ...plugins].toSorted())
  const {stdout: bundle} = await execa(resolve('bin/hive'), ['ci', 'render', '--bundle'])
  expect([...server.files]).toEqual([['ci-templates/v0.1.0/hive.yml', `${bundle}\n`]])
  const credentials = ['--creds', `${login.user}:${login.password}`, '--tls-verify=false']
  for (const image of images) await execa('skopeo', ['inspect', '--raw', ...credentials, `docker://${image}`])

  const home = await temporaryDirectory('installed')
  await writeFile(join(home, '.npmrc'), `@hive-ci:registry=${server.url}/projects/7/packages/npm/\ncafile=${trusted}\n`)
  await execa('npm', ['install', '--no-audit', '--no-fund', '@hive-ci/cli@0.1.0'], {cwd: home})
  const hive = async (...words: readonly string[]) =>
    (await execa(join(home, 'node_modules/.bin/hive'), words, {cwd: home})).stdout
  expect(await hive('--version')).toMatch(/^@hive-ci\/cli\/0\.1\.0 /)
  expect(await hive('offline', 'up', '--help')).toContain('hive offline up')
  expect(await hive('list-hosts', '--root-dir', resolve('examples/quickstart'))).toContain('p-hive0.quickstart.example')
}, 1_800_000)
