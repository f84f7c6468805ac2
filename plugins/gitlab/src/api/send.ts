import {setTimeout} from 'node:timers/promises'
import {reasonOf} from '@hive-ci/cli'
import {type EnvHttpProxyAgent, request} from 'undici'
import type {Access} from './access.ts'
import {GitlabFailure, refused} from './failure.ts'

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH'
  /** Below `/api/v4/`, every part encoded. */
  readonly path: string
  readonly query?: string
  readonly body?: string | Uint8Array
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/**
 * Calls, and tries again what may be tried again: answers 429 and 5xx and broken connections for methods that may be
 * repeated, for POST only where GitLab surely did nothing (429, or nobody there). Throws {@link GitlabFailure}.
 */
export type Send = (call: Call) => Promise<Answer>

export interface Patience {
  readonly tries: number
  /** Milliseconds before the second try; doubled each time, unless GitLab says how long to wait. */
  readonly pause: number
  /** Milliseconds until an answer counts as lost. */
  readonly timeout: number
}

const temporary = [429, 500, 502, 503, 504]

export function sender(access: Access, patience: Patience, dispatcher: EnvHttpProxyAgent): Send {
  const {tries, pause} = patience
  return async call => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await sendOnce(access, call, patience, dispatcher)
      } catch (error) {
        if (!(error instanceof GitlabFailure) || attempt === tries || !mayRepeat(call, error)) throw error
        const asked = error instanceof Delayed ? error.seconds * 1000 : 0
        await setTimeout(Math.min(60_000, Math.max(asked, pause * 2 ** (attempt - 1))))
      }
    }
  }
}

/** A refusal that says when to come back. */
class Delayed extends GitlabFailure {
  readonly seconds: number

  constructor(failure: GitlabFailure, seconds: number) {
    super(failure.message, failure.status, failure.suggestions)
    this.seconds = seconds
  }
}

function mayRepeat({method}: Call, {status, cause}: GitlabFailure): boolean {
  if (status === 429) return true
  if (method === 'POST') return isNobodyThere(cause)
  return status === undefined || temporary.includes(status)
}

function isNobodyThere(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ECONNREFUSED' || cause.code === 'ENOTFOUND')
}

async function sendOnce(
  {host, token, kind}: Access,
  {method, path, query = '', body}: Call,
  {timeout}: Patience,
  dispatcher: EnvHttpProxyAgent,
): Promise<Answer> {
  const url = new URL(`${host}/api/v4/${path}${query && `?${query}`}`)
  const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream'
  const headers = {
    [kind === 'job' ? 'job-token' : 'private-token']: token.reveal(),
    ...(body !== undefined && {'content-type': type}),
  }
  const answer = await request(url, {
    method,
    headers,
    dispatcher,
    body: body ?? null,
    headersTimeout: timeout,
    bodyTimeout: timeout,
  })
    .then(async ({statusCode, headers: found, body: content}) => ({
      status: statusCode,
      headers: Object.fromEntries(Object.entries(found).map(([name, value]) => [name, [value].flat().join(', ')])),
      body: Buffer.from(await content.arrayBuffer()),
    }))
    .catch((error: unknown) => {
      const message = `GitLab did not answer ${method} ${url.pathname}: ${reasonOf(error)}.`
      throw new GitlabFailure(message, undefined, [`Check the way to ${host}: proxies, names, certificates.`], error)
    })
  if (answer.status < 300) return answer
  const failure = refused({method, url, status: answer.status, body: answer.body.toString(), kind})
  const seconds = Number(answer.headers['retry-after'])
  throw seconds > 0 ? new Delayed(failure, seconds) : failure
}
