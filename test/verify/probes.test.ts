import {once} from 'node:events'
import {createServer as createHttp} from 'node:http'
import {type AddressInfo, createServer, type Server} from 'node:net'
import {expect, onTestFinished, test} from 'vitest'
import {httpProblem} from '../../src/verify/probe/http.ts'
import {tcpProblem} from '../../src/verify/probe/tcp.ts'
import type {HttpProbe} from '../../src/verify/project-file.ts'

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

const wish: HttpProbe = {path: '/', headers: {}, status: 200, tls: 'off', timeout: 2}

test('a port answers when the connection stays open', async () => {
  const port = await listen(createServer(() => {}))
  expect(await tcpProblem('127.0.0.1', port, 2)).toBe(undefined)
})

test('a port does not answer when the connection is closed at once, as a proxy does whose container is silent', async () => {
  const port = await listen(createServer(socket => socket.end()))
  expect(await tcpProblem('127.0.0.1', port, 2)).toBe('closes the connection at once')
})

test('a port nobody listens on refuses', async () => {
  expect(await tcpProblem('127.0.0.1', 1, 2)).toBe('refuses the connection')
})

test('an HTTP answer is judged by its status and its text', async () => {
  const server = createHttp((request, response) => {
    response.statusCode = request.url === '/gone' ? 410 : 200
    response.end(`Hello, ${request.headers.host}`)
  })
  const url = new URL(`http://127.0.0.1:${await listen(server)}/`)
  expect(await httpProblem(url, {...wish, headers: {host: 'shop.example'}, contains: 'Hello, shop.example'})).toBe(
    undefined,
  )
  expect(await httpProblem(url, {...wish, contains: 'Bye'})).toBe('answers without "Bye"')
  expect(await httpProblem(new URL('/gone', url), wish)).toBe('answers with status 410 instead of 200')
})

test('an HTTP server that says nothing is waited for no longer than asked', async () => {
  const url = new URL(`http://127.0.0.1:${await listen(createHttp(() => {}))}/`)
  expect(await httpProblem(url, {...wish, timeout: 0.2})).toBe('does not answer: nothing within 0.2 s')
})
