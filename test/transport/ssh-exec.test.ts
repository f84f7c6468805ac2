import {once} from 'node:events'
import type {AddressInfo} from 'node:net'
import ssh2 from 'ssh2'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {secret} from '../../src/shell/secret.ts'
import type {Connection} from '../../src/transport/connection.ts'
import {hostKeyLine} from '../../src/transport/host-key.ts'
import {connectSsh} from '../../src/transport/ssh.ts'

const {private: key} = ssh2.utils.generateKeyPairSync('ed25519')

let server: ssh2.Server
let connection: Connection

/** A server that says that a command was started, what it printed and how it ended in one go. */
function hastyServer(): ssh2.Server {
  return new ssh2.Server({hostKeys: [key]}, client => {
    client.on('authentication', context => context.accept())
    client.on('session', accept => {
      accept().on('exec', acceptExec => {
        const stream = acceptExec()
        stream.write('done\n')
        stream.exit(7)
        stream.end()
      })
    })
  })
}

beforeEach(async () => {
  server = hastyServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const parsed = ssh2.utils.parseKey(key)
  if (parsed instanceof Error) throw parsed
  const {port}: AddressInfo = Object(server.address())
  connection = await connectSsh({
    name: 'web1',
    address: '127.0.0.1',
    port,
    user: 'admin',
    privateKey: secret(key),
    hostKeys: [hostKeyLine(parsed.getPublicSSH())],
  })
})

afterEach(async () => {
  await connection.close()
  server.close()
})

describe('a command over ssh', () => {
  test('tells how it ended, even when it is over before anybody could ask', async () => {
    const results = await Promise.all(Array.from({length: 20}, () => connection.exec('true')))
    expect(new Set(results.map(result => JSON.stringify(result)))).toEqual(
      new Set([JSON.stringify({code: 7, stdout: 'done\n', stderr: ''})]),
    )
  })
})
