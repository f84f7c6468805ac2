import {Agent, createServer, type IncomingMessage, request, type ServerResponse} from 'node:http'
import type {Duplex} from 'node:stream'
import type {Secret} from '../shell/secret.ts'
import {asSocket} from './channel-agent.ts'

/** A proxy that wants to know who asks. */
export interface ProxyWithLogin {
  readonly host: string
  readonly port: number
  /** `NAME:PASSWORD` */
  readonly login: Secret
}

/** Names of headers that are between two neighbours only. */
const ownHeaders = ['connection', 'proxy-connection', 'keep-alive', 'proxy-authorization']

/**
 * Takes streams of clients that know no login, and speaks to the proxy for them: the login stays on this machine, however
 * many hosts use the proxy.
 */
export function proxyWithLogin({host, port, login}: ProxyWithLogin): (stream: Duplex) => void {
  const authorization = `Basic ${Buffer.from(login.reveal()).toString('base64')}`
  const agent = new Agent({keepAlive: true})
  const ask = ({method, url, rawHeaders}: IncomingMessage, ownAgent?: Agent) => {
    const headers = [...kept(rawHeaders), 'Proxy-Authorization', authorization]
    return request({host, port, method, path: url, headers, ...(ownAgent && {agent: ownAgent})})
  }
  const server = createServer({requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0}, (client, answer) => {
    relay(client, answer, ask(client, agent))
  })
  server.on('connect', (client: IncomingMessage, stream: Duplex) => tunnel(stream, ask(client)))
  return stream => {
    server.emit('connection', asSocket(stream))
  }
}

function relay(client: IncomingMessage, answer: ServerResponse, asked: ReturnType<typeof request>): void {
  asked.on('response', response => {
    answer.writeHead(response.statusCode ?? 502, response.statusMessage, kept(response.rawHeaders))
    response.on('error', () => answer.destroy())
    response.pipe(answer)
  })
  // As from a proxy that ended: who asked sees a closed connection.
  asked.on('error', () => answer.destroy())
  client.pipe(asked)
}

function tunnel(stream: Duplex, asked: ReturnType<typeof request>): void {
  // Who asked may be gone before the proxy has answered.
  stream.on('error', () => stream.destroy())
  stream.on('close', () => asked.destroy())
  asked.on('connect', ({statusCode, statusMessage}, socket, head) => {
    stream.write(`HTTP/1.1 ${statusCode} ${statusMessage}\r\n\r\n`)
    stream.write(head)
    socket.on('error', () => stream.destroy())
    stream.on('close', () => socket.destroy())
    socket.pipe(stream).pipe(socket)
  })
  asked.on('error', () => stream.destroy())
  asked.end()
}

/** Pairs of name and value, one after the other. */
function kept(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, index) => !ownHeaders.includes((rawHeaders[index - (index % 2)] ?? '').toLowerCase()))
}
