import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {parse} from 'yaml'
import {secret} from '../../../src/shell/secret.ts'
import {makeProject} from '../../../test/support/project.ts'
import {makeSite} from '../../../test/support/site.ts'
import {inScratchProject} from '../src/rehearsal/scratch-project.ts'

const files = {
  'sites/hive.yml': 'plugin: hive_inventory\n',
  'roles/page/files/node_modules/left-pad/index.js': 'module.exports = 1\n',
  'node_modules/typescript/index.js': '',
  '.git/HEAD': '',
  '.hive/private/id_rsa': 'a key',
  '.hive/private/offline-ca.pem': 'certificate\n',
  '.hive/private/tag-mapping.json': '{"app:2": "app:1"}',
}

async function copied(contextDirectory?: string, mode: 'recording' | 'frozen' = 'recording') {
  const rootDirectory = await makeProject({...files, 'keys/id_rsa': 'a key', 'keys/offline-ca.pem': 'certificate\n'})
  const settings = {
    inventory_path: join(rootDirectory, 'sites'),
    roles_path: `${rootDirectory}/roles:/usr/share/roles`,
    http_proxy: 'proxy.corp.example:8080',
    http_proxy_port: '3129',
    tls_logging: true,
    pip_index_url: 'https://pypi.corp.example/simple',
    start_phase: 'deploy-services',
    aws_secret_access_key: secret('only4Tests'),
  }
  const site = makeSite({
    rootDirectory,
    settings,
    ...(contextDirectory !== undefined && {contextDirectory: join(rootDirectory, contextDirectory)}),
  })
  return inScratchProject(site, {mode, proxy: '172.20.0.2:3128'}, async directory => {
    const found = await readdir(directory, {recursive: true, withFileTypes: true})
    const stored: unknown = parse(await readFile(join(directory, '.hive/persistents.yml'), 'utf8'))
    const mapping = await readFile(join(directory, '.hive/private/tag-mapping.json'), 'utf8')
    return {
      files: found
        .filter(entry => entry.isFile())
        .map(({parentPath, name}) => join(parentPath, name).slice(directory.length + 1))
        .toSorted(),
      stored: JSON.parse(JSON.stringify(stored).replaceAll(directory, 'COPY')),
      mapping: JSON.parse(mapping),
    }
  })
}

it('has what describes the stage, and neither keys, state nor libraries', async () => {
  expect(await copied()).toEqual({
    files: [
      '.hive/persistents.yml',
      '.hive/private/tag-mapping.json',
      'keys/id_rsa',
      'keys/offline-ca.pem',
      'rehearsal-ca.pem',
      'roles/page/files/node_modules/left-pad/index.js',
      'sites/hive.yml',
    ],
    mapping: {'app:2': 'app:1'},
    stored: {
      stage: {global: 'private'},
      apt_check_valid_until: {private: true},
      extra_ca: {private: 'rehearsal-ca.pem'},
      first_hive: {private: 0},
      http_proxy: {private: '172.20.0.2:3128'},
      http_proxy_port: {private: '3129'},
      inventory_path: {global: 'COPY/sites'},
      no_format: {global: false},
      pip_index_url: {private: 'https://pypi.corp.example/simple'},
      roles_path: {global: 'COPY/roles:/usr/share/roles'},
      tls_logging: {private: true},
    },
  })
})

it('leaves out a context that is somewhere else in the project', async () => {
  const {files, mapping} = await copied('keys')
  expect(files.filter(file => file.startsWith('keys/'))).toEqual([])
  expect(mapping).toEqual({})
})

it('takes lists that grew old from a frozen cache, whatever the stage does', async () => {
  const {stored} = await copied(undefined, 'frozen')
  expect(stored).toMatchObject({apt_check_valid_until: {private: false}})
})
