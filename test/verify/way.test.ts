import {once} from 'node:events'
import {createServer as createHttp} from 'node:http'
import {type AddressInfo, createServer, type Server} from 'node:net'
import type {Duplex} from 'node:stream'
import {expect, onTestFinished, test} from 'vitest'
import {dialDirectly} from '../../src/verify/probe/dial.ts'
import {httpProblem} from '../../src/verify/probe/http.ts'
import {tcpProblem} from '../../src/verify/probe/tcp.ts'
import {wayTo} from '../../src/verify/way.ts'
import {makeSite} from '../support/site.ts'

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A site of two hosts at this machine's loopback, whose sshd listens on a port. */
function siteAt(sshPort: number) {
  const site = makeSite({hosts: 2})
  return {...site, hosts: site.hosts.map(host => ({...host, address: '127.0.0.1', sshPort}))}
}

const never = async (): Promise<Duplex> => {
  throw new Error('nobody should be asked')
}

async function way(sshPort: number, known: {readonly address: string; readonly port: number}, open = never) {
  const site = siteAt(sshPort)
  const [host] = site.hosts
  if (host === undefined) throw new Error('no host')
  return wayTo(host, {site, known: {name: host.name, ...known}, open})
}

test('ports are where ssh reaches the host', async () => {
  expect(await way(22, {address: '192.0.2.7', port: 22})).toEqual({address: '192.0.2.7'})
})

test('behind a forwarded port they are at the own address of the host, where that is reached', async () => {
  const sshd = await listen(createServer(() => {}))
  expect(await way(sshd, {address: 'engine.test', port: 49153})).toEqual({address: '127.0.0.1'})
})

test('where it is not reached another host of the stage opens them', async () => {
  const asked: string[] = []
  const found = await way(1, {address: 'engine.test', port: 49153}, async (...[from, address, port]: unknown[]) => {
    asked.push(`${nameOf(from)} ${address} ${port}`)
    return dialDirectly('127.0.0.1', Number(port), new AbortController().signal)
  })
  const web = await listen(createHttp((_request, response) => response.end('Hello')))
  expect(await tcpProblem('172.16.0.1', web, 2, found.dial)).toBe(undefined)
  expect(await tcpProblem('172.16.0.1', 1, 2, found.dial)).toBe('refuses the connection')
  const wish = {path: '/', headers: {}, status: 200, tls: 'off', timeout: 2, contains: 'Hello'} as const
  expect(await httpProblem(new URL(`http://172.16.0.1:${web}/`), wish, found.dial)).toBe(undefined)
  const [, other] = siteAt(1).hosts
  expect(asked).toEqual([web, 1, web].map(port => `${other?.name} 172.16.0.1 ${port}`))
})

test('what opens a port and says nothing is waited for no longer than asked', async () => {
  const silent = () => new Promise<Duplex>(() => {})
  expect(await tcpProblem('172.16.0.1', 80, 0.2, silent)).toBe('does not answer within 0.2 seconds')
})

function nameOf(host: unknown): unknown {
  return typeof host === 'object' && host !== null && 'name' in host ? host.name : undefined
}
