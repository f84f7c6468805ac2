import {once} from 'node:events'
import {createServer, type IncomingMessage, request, type ServerResponse} from 'node:http'
import {setTimeout} from 'node:timers/promises'

/** What goes wrong with a request: an answer instead of the registry's, no answer, or half of one. */
export type Fault = {readonly status: number; readonly headers?: Record<string, string>} | 'drop' | 'cut'

/** Stands before a registry, writes down what passes, and lets things go wrong. */
export interface FrontDoor {
  readonly port: number
  /** `METHOD path`, without what follows a question mark. */
  readonly passed: string[]
  /** Decides about each request, by the same text. */
  fault: (request: string) => Fault | undefined
  /** Milliseconds each request waits. */
  latency: number
  /** Most requests that were here at once. */
  most: number
  close(): Promise<void>
}

export async function openFrontDoor(registryPort: number): Promise<FrontDoor> {
  let here = 0
  const server = createServer(async (incoming, outgoing) => {
    here += 1
    door.most = Math.max(door.most, here)
    outgoing.once('close', () => {
      here -= 1
    })
    const text = `${incoming.method} ${incoming.url?.replace(/\?.*$/, '')}`
    door.passed.push(text)
    if (door.latency > 0) await setTimeout(door.latency)
    const fault = door.fault(text)
    if (fault === 'drop') incoming.socket.destroy()
    else if (typeof fault === 'object') outgoing.writeHead(fault.status, fault.headers).end()
    else forward(registryPort, incoming, outgoing, fault === 'cut')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const door: FrontDoor = {
    port: typeof address === 'object' && address ? address.port : 0,
    passed: [],
    fault: () => undefined,
    latency: 0,
    most: 0,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return door
}

function forward(port: number, incoming: IncomingMessage, outgoing: ServerResponse, cut: boolean): void {
  const {method, url, headers} = incoming
  const hangUp = () => incoming.socket.destroy()
  const onward = request({host: '127.0.0.1', port, method, path: url, headers}, answer => {
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
    if (cut) {
      answer.once('data', (chunk: Buffer) => outgoing.write(chunk.subarray(0, chunk.length / 2), hangUp))
      answer.once('end', hangUp)
    } else answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  outgoing.on('error', () => onward.destroy())
  incoming.pipe(onward)
}
