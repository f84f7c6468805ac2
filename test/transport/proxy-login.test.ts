import {once} from 'node:events'
import {createServer, type Socket} from 'node:net'
import {Duplex} from 'node:stream'
import {expect, onTestFinished, test} from 'vitest'
import {secret} from '../../src/shell/secret.ts'
import {proxyWithLogin} from '../../src/transport/proxy-login.ts'

test('a client that is reset before the proxy answers takes nothing but its own request with it', async () => {
  const proxy = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void proxy.close())
  await once(proxy, 'listening')
  const address = proxy.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const stream = new Duplex({read: () => undefined, write: (_chunk, _encoding, done) => done()})
  proxyWithLogin({host: '127.0.0.1', port, login: secret('hive:word')})(stream)
  const connected = new Promise<Socket>(resolve => proxy.once('connection', resolve))
  stream.push('CONNECT registry.example:443 HTTP/1.1\r\nHost: registry.example:443\r\n\r\n')
  const socket = await connected
  await once(socket, 'data')
  stream.destroy(new Error('read ECONNRESET'))
  await once(socket.resume(), 'close')
  expect(socket.destroyed).toBe(true)
})
