import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {secret} from '../../src/shell/secret.ts'
import type {Connection} from '../../src/transport/connection.ts'
import {connectSsh} from '../../src/transport/ssh.ts'
import {uniqueName} from '../support/names.ts'
import {type Outside, startOutside} from '../support/outside.ts'
import {type Sshd, startSshd} from '../support/sshd.ts'

const open: Connection[] = []
let outside: Outside
let sshd: Sshd

beforeAll(async () => {
  sshd = await startSshd()
  outside = await startOutside(uniqueName('login'))
  const {stdout: hash} = await execa('openssl', ['passwd', '-apr1', 'pass:word'])
  const file = join(outside.directory, 'passwords')
  await writeFile(file, `hive:${hash}\n`)
  await writeFile(join(outside.directory, 'authority.pem'), outside.authority)
  await outside.restart([
    `auth_param basic program /usr/lib/squid/basic_ncsa_auth ${file}`,
    'acl known proxy_auth REQUIRED',
    'http_access deny !known',
  ])
})

afterAll(async () => {
  await Promise.all(open.map(connection => connection.close()))
  await outside?.end()
  await sshd?.stop()
})

/** What curl says on a host that reaches the proxy through its connection. */
async function curl(login: string, ...words: readonly string[]): Promise<string> {
  const [host = '', port] = outside.proxy.split(':')
  const reverse = {host, port: Number(port), wantedPort: 0, ...(login !== '' && {login: secret(login)})}
  const connection = await connectSsh({...sshd.target, reverse})
  open.push(connection)
  const {stdout} = await connection.exec(
    `curl -sS -m 30 -x http://127.0.0.1:${connection.proxyPort} ${words.join(' ')} 2>&1`,
  )
  return stdout
}

test('a host uses a proxy with a login without being told it, request after request', async () => {
  const url = `http://${outside.files}/greeting`
  expect(await curl('hive:pass:word', url, url)).toBe('a greeting\na greeting\n')
})

test('what is encrypted goes through as it is', async () => {
  const trust = `--cacert ${outside.directory}/authority.pem`
  expect(await curl('hive:pass:word', trust, `https://${outside.registry}/v2/`)).toBe('{}')
})

test.each(['', 'hive:wrong'])('with the login %j the proxy says what it wants', async login => {
  expect(await curl(login, '-o /dev/null -w "%{http_code}"', `http://${outside.files}/`)).toBe('407')
  expect(await curl(login, `https://${outside.registry}/v2/`)).toContain('407')
})
