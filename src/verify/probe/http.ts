import {request as requestPlain} from 'node:http'
import {request as requestTls} from 'node:https'
import {reasonOf} from '../../error.ts'
import type {HttpProbe} from '../project-file.ts'

/** Characters of an answer that are looked at. */
const mostBody = 1_000_000

interface Answer {
  readonly status: number
  readonly body: string
}

/** Asks once, without a proxy. Undefined when the answer is the wanted one, else what is wrong with it. */
export async function httpProblem(url: URL, wish: HttpProbe): Promise<string | undefined> {
  try {
    const {status, body} = await ask(url, wish)
    if (status !== wish.status) return `answers with status ${status} instead of ${wish.status}`
    const {contains} = wish
    return contains === undefined || body.includes(contains) ? undefined : `answers without ${JSON.stringify(contains)}`
  } catch (error) {
    return `does not answer: ${reasonOf(error)}`
  }
}

async function ask(url: URL, {headers, tls, timeout}: HttpProbe): Promise<Answer> {
  const {promise, resolve, reject} = Promise.withResolvers<Answer>()
  const options = {headers, agent: false, signal: AbortSignal.timeout(timeout * 1000)}
  const request =
    url.protocol === 'https:'
      ? requestTls(url, {...options, rejectUnauthorized: tls !== 'unverified'})
      : requestPlain(url, options)
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
