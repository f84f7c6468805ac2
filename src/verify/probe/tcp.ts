import type {Duplex} from 'node:stream'
import {HiveError, reasonOf} from '../../error.ts'
import {type Dial, dialDirectly} from './dial.ts'

/** Milliseconds a connection must stay open to be believed: a proxy of Docker accepts before it asks the container. */
const quietTime = 300

/** Whether something answers there. Undefined when it does, else why not, as the end of a sentence. */
export async function tcpProblem(
  host: string,
  port: number,
  seconds: number,
  dial: Dial = dialDirectly,
): Promise<string | undefined> {
  const signal = AbortSignal.timeout(seconds * 1000)
  const late = Promise.withResolvers<string>()
  signal.addEventListener('abort', () => late.resolve(`does not answer within ${seconds} seconds`))
  const opening = dial(host, port, signal).then(stream => stream, reasonNot)
  const stream = await Promise.race([opening, late.promise])
  // One that opens too late has nobody to close it.
  if (signal.aborted) void opening.then(opened => typeof opened === 'string' || opened.destroy())
  return typeof stream === 'string' ? stream : hangsUp(stream)
}

async function hangsUp(stream: Duplex): Promise<string | undefined> {
  const {promise, resolve} = Promise.withResolvers<string | undefined>()
  const quiet = setTimeout(resolve, quietTime, undefined)
  stream.once('data', () => resolve(undefined))
  for (const event of ['end', 'close']) stream.once(event, () => resolve('closes the connection at once'))
  stream.on('error', error => resolve(reasonNot(error)))
  try {
    return await promise
  } finally {
    clearTimeout(quiet)
    stream.destroy()
  }
}

function reasonNot(error: unknown): string {
  const code = error instanceof Error && !(error instanceof HiveError) && 'code' in error ? String(error.code) : ''
  // The sshd that was asked to open a port says so in words.
  const words = reasonOf(error)
  if (code === 'ECONNREFUSED' || /connection refused/i.test(words)) return 'refuses the connection'
  if (code === 'ECONNRESET') return 'resets the connection'
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'cannot be reached from here'
  return `cannot be asked (${code || words})`
}
