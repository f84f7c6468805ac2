import {request as requestPlain} from 'node:http'
import {request as requestTls} from 'node:https'
import {isIP} from 'node:net'
import type {Duplex} from 'node:stream'
import {connect as startTls} from 'node:tls'
import {reasonOf} from '../../error.ts'
import type {HttpProbe} from '../project-file.ts'
import type {Dial} from './dial.ts'

/** Characters of an answer that are looked at. */
const mostBody = 1_000_000

interface Answer {
  readonly status: number
  readonly body: string
}

/** Asks once, without a proxy. Undefined when the answer is the wanted one, else what is wrong with it. */
export async function httpProblem(url: URL, wish: HttpProbe, dial?: Dial): Promise<string | undefined> {
  try {
    const {status, body} = await ask(url, wish, dial)
    if (status !== wish.status) return `answers with status ${status} instead of ${wish.status}`
    const {contains} = wish
    return contains === undefined || body.includes(contains) ? undefined : `answers without ${JSON.stringify(contains)}`
  } catch (error) {
    return `does not answer: ${reasonOf(error)}`
  }
}

async function ask(url: URL, {headers, tls, timeout}: HttpProbe, dial: Dial | undefined): Promise<Answer> {
  const {promise, resolve, reject} = Promise.withResolvers<Answer>()
  const signal = AbortSignal.timeout(timeout * 1000)
  const rejectUnauthorized = tls !== 'unverified'
  const socket = dial && (await dialled(url, {dial, signal, rejectUnauthorized}))
  const options = {headers, signal, ...(socket ? {createConnection: () => socket} : {agent: false})}
  const request =
    url.protocol === 'https:' ? requestTls(url, {...options, rejectUnauthorized}) : requestPlain(url, options)
  request.on('error', error => reject(error.name === 'AbortError' ? new Error(`nothing within ${timeout} s`) : error))
  request.on('response', response => {
    let body = ''
    response.setEncoding('utf8')
    response.on('data', (part: string) => {
      if (body.length < mostBody) body += part
    })
    response.on('end', () => resolve({status: response.statusCode ?? 0, body}))
    response.on('error', reject)
  })
  request.end()
  return promise
}

async function dialled(
  {protocol, hostname, port}: URL,
  {dial, signal, rejectUnauthorized}: {dial: Dial; signal: AbortSignal; rejectUnauthorized: boolean},
): Promise<Duplex> {
  const host = hostname.replace(/^\[|\]$/g, '')
  const isTls = protocol === 'https:'
  const socket = await dial(host, Number(port || (isTls ? 443 : 80)), signal)
  if (!isTls) return socket
  return startTls({socket, rejectUnauthorized, host, ...(isIP(host) === 0 && {servername: host})})
}
