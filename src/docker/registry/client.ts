import type {Dispatcher} from 'undici'
import {registryHost} from '../image-name.ts'
import type {RegistryLogin} from '../registry-auth.ts'
import {Authorization} from './authorization.ts'
import type {Answer, RegistryCall, WholeAnswer} from './call.ts'
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

const redirects = [301, 302, 303, 307, 308]
/** Milliseconds without a sign of life. */
const silence = 60_000
const timeouts = {headersTimeout: silence, bodyTimeout: silence}

/** One registry, spoken to over kept connections, at the pace it bears. */
export class Registry {
  readonly name: string
  readonly pace: Pace
  readonly signal: AbortSignal
  readonly #options: RegistryOptions
  readonly #authorization: Authorization
  readonly #base: URL

  constructor(options: RegistryOptions) {
    this.name = options.registry
    this.pace = new Pace(options.parallel)
    this.signal = options.signal
    this.#options = options
    this.#authorization = new Authorization(options)
    this.#base = new URL(`${options.plain ? 'http' : 'https'}://${registryHost(options.registry)}/v2/`)
  }

  /** Where a path of its API is, for messages. */
  urlOf(path: string): string {
    return new URL(path, this.#base).href
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
    return this.#paced(call, async answer => answer)
  }

  /** Calls once, and takes all that comes while it counts as a request that goes on. */
  async readOnce(call: RegistryCall): Promise<WholeAnswer> {
    return this.#paced(call, async ({statusCode, headers, body}) => {
      const bytes = await body.arrayBuffer().catch(error => {
        this.signal.throwIfAborted()
        throw broken(this.name, error)
      })
      return {statusCode, headers, bytes: Buffer.from(bytes)}
    })
  }

  /**
   * Gets ready to read many repositories: a registry that is known to want tokens is asked for one for several at once.
   * What cannot be had in this way is asked for when it is needed.
   */
  async foresee(repositories: readonly string[]): Promise<void> {
    await this.#authorization.foresee([...new Set(repositories)].map(repository => `repository:${repository}:pull`))
    this.signal.throwIfAborted()
  }

  async #paced<T>(call: RegistryCall, take: (answer: Answer) => Promise<T>): Promise<T> {
    return this.pace.use(this.signal, async () => {
      const started = Date.now()
      const answer = await this.#send(call, new URL(call.path, this.#base))
      if (answer.statusCode < 400 || answer.statusCode === 404) {
        this.pace.succeeded()
        return take(answer)
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
    const learnt = await this.#authorization.learn(challenge, call.scope, authorization)
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
    const own = url.host === this.#base.host
    const given = own && authorization !== undefined ? {...headers, authorization} : {...headers}
    // Without "reset" a connection ends with each HEAD, for the sake of servers that send a body all the same.
    const target = {origin: url.origin, path: `${url.pathname}${url.search}`, method, reset: false}
    try {
      return await dispatcher.request({...target, headers: given, body: body ?? null, signal, ...timeouts})
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
