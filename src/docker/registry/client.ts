import type {Readable} from 'node:stream'
import type {Dispatcher} from 'undici'
import {registryHost} from '../image-name.ts'
import type {RegistryLogin} from '../registry-auth.ts'
import {Authorization} from './authorization.ts'
import {broken, RegistryFailure} from './failure.ts'
import {Pace} from './pace.ts'
import {persist} from './persist.ts'
import {refusal} from './refusal.ts'

export interface RegistryOptions {
  /** Host and port as in image names. */
  readonly registry: string
  readonly plain: boolean
  readonly login: RegistryLogin | undefined
  /** Requests at once, at most. */
  readonly parallel: number
  readonly dispatcher: Dispatcher
  readonly signal: AbortSignal
}

export interface RegistryCall {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT'
  /** After `/v2/`, or what a registry gave as location. */
  readonly path: string
  /** `repository:web:pull`, several with spaces between them. */
  readonly scope: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer | Readable
}

export type Answer = Dispatcher.ResponseData

const redirects = [301, 302, 303, 307, 308]
/** Milliseconds without a sign of life. */
const silence = 60_000

/** One registry, spoken to over kept connections, at the pace it bears. */
export class Registry {
  readonly name: string
  readonly pace: Pace
  readonly signal: AbortSignal
  readonly #options: RegistryOptions
  readonly #authorization: Authorization
  readonly #base: string

  constructor(options: RegistryOptions) {
    this.name = options.registry
    this.pace = new Pace(options.parallel)
    this.signal = options.signal
    this.#options = options
    this.#authorization = new Authorization(options)
    this.#base = `${options.plain ? 'http' : 'https'}://${registryHost(options.registry)}/v2/`
  }

  /**
   * Calls until it works or fails for good. Answers with status 404 are answers.
   * @throws RegistryFailure
   */
  async call(call: RegistryCall): Promise<Answer> {
    return persist(this.signal, () => this.callOnce(call))
  }

  /** The same without a second attempt, for bodies that can be sent only once. */
  async callOnce(call: RegistryCall): Promise<Answer> {
    return this.pace.use(this.signal, async () => {
      const started = Date.now()
      const answer = await this.#send(call, new URL(call.path, this.#base))
      if (answer.statusCode < 400 || answer.statusCode === 404) {
        this.pace.succeeded()
        return answer
      }
      const failure = await refusal(this.name, call, answer)
      if (failure.mayPass) this.pace.complained(started, failure.retryAfter)
      throw failure
    })
  }

  async #send(call: RegistryCall, url: URL): Promise<Answer> {
    const authorization = await this.#authorization.header(call.scope)
    const answer = await this.#exchange(call, url, authorization)
    if (answer.statusCode !== 401) return this.#follow(call, url, answer)
    const challenge = String(answer.headers['www-authenticate'] ?? '')
    const learnt = this.#authorization.learn(challenge, call.scope, authorization)
    if (!learnt) return answer
    await answer.body.dump()
    if (call.body !== undefined && !Buffer.isBuffer(call.body)) throw expired(this.name)
    const again = await this.#exchange(call, url, await this.#authorization.header(call.scope))
    return this.#follow(call, url, again)
  }

  /** Blobs often are elsewhere; whoever has them is not told our login. */
  async #follow(call: RegistryCall, from: URL, answer: Answer): Promise<Answer> {
    const {location} = answer.headers
    const reads = call.method === 'GET' || call.method === 'HEAD'
    if (!reads || !redirects.includes(answer.statusCode) || typeof location !== 'string') return answer
    await answer.body.dump()
    return this.#exchange(call, new URL(location, from), undefined)
  }

  async #exchange(call: RegistryCall, url: URL, authorization: string | undefined): Promise<Answer> {
    const {method, headers, body} = call
    const {dispatcher, signal} = this.#options
    const own = url.host === new URL(this.#base).host
    const given = own && authorization !== undefined ? {...headers, authorization} : {...headers}
    // Loaded with the first request: most runs speak to no registry.
    const {request} = await import('undici')
    try {
      const timeouts = {headersTimeout: silence, bodyTimeout: silence}
      return await request(url, {method, headers: given, body: body ?? null, dispatcher, signal, ...timeouts})
    } catch (error) {
      signal.throwIfAborted()
      throw broken(this.name, error)
    }
  }
}

/** A token that ended while a stream was on its way; the stream has to be sent anew. */
function expired(registry: string): RegistryFailure {
  return new RegistryFailure(`${registry} wants a new token for an upload`, {status: 401, mayPass: true})
}
