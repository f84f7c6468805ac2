import type {Dispatcher} from 'undici'
import {z} from 'zod'
import type {RegistryLogin} from '../registry-auth.ts'
import {broken, RegistryFailure} from './failure.ts'

interface Bearer {
  readonly realm: URL
  readonly service: string | undefined
}

const tokenAnswer = z.object({token: z.string().optional(), access_token: z.string().optional()})

export interface AuthorizationOptions {
  readonly registry: string
  readonly login: RegistryLogin | undefined
  readonly plain: boolean
  readonly dispatcher: Dispatcher
}

/** What a registry wants to see with a request, learnt from its first refusal: a login, or a token for each scope. */
export class Authorization {
  readonly #options: AuthorizationOptions
  #basic = false
  #bearer: Bearer | undefined
  readonly #tokens = new Map<string, Promise<string>>()

  constructor(options: AuthorizationOptions) {
    this.#options = options
  }

  /** The header's value for a scope such as `repository:web:pull`; undefined as long as none was asked for. */
  async header(scope: string): Promise<string | undefined> {
    if (this.#basic) return this.#loginHeader()
    if (!this.#bearer) return undefined
    const token = this.#tokens.get(scope) ?? this.#fetchToken(this.#bearer, scope)
    this.#tokens.set(scope, token)
    try {
      return `Bearer ${await token}`
    } catch (error) {
      this.#tokens.delete(scope)
      throw error
    }
  }

  /** Learns from a refusal of a request with this header; false when nothing else can be tried. */
  learn(challenge: string, scope: string, refused: string | undefined): boolean {
    const [, kind = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(challenge) ?? []
    if (kind.toLowerCase() === 'basic') {
      this.#basic = true
      return refused === undefined && this.#options.login !== undefined
    }
    if (kind.toLowerCase() !== 'bearer') return false
    const fields = new Map([...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]))
    this.#bearer = {realm: this.#realm(fields.get('realm') ?? ''), service: fields.get('service')}
    // Another request may have brought a new token meanwhile.
    if (refused !== undefined) this.#tokens.delete(scope)
    return true
  }

  #realm(text: string): URL {
    const {registry, plain} = this.#options
    const url = URL.parse(text)
    if (url?.protocol === 'https:' || (plain && url?.protocol === 'http:')) return url
    throw new RegistryFailure(`${registry} sends logins to "${text}", which is not safe`, {mayPass: false})
  }

  async #fetchToken({realm, service}: Bearer, scope: string): Promise<string> {
    const {registry, dispatcher} = this.#options
    const url = new URL(realm)
    if (service !== undefined) url.searchParams.set('service', service)
    for (const part of scope.split(' ').filter(Boolean)) url.searchParams.append('scope', part)
    const authorization = this.#loginHeader()
    const headers = authorization === undefined ? {} : {authorization}
    const {request} = await import('undici')
    const answer = await request(url, {dispatcher, headers}).catch(error => {
      throw broken(realm.host, error)
    })
    const status = answer.statusCode
    const token = tokenAnswer.safeParse(await answer.body.json().catch(() => undefined))
    const text = token.data?.token ?? token.data?.access_token
    if (status === 200 && text !== undefined) return text
    const mayPass = status === 429 || status >= 500
    throw new RegistryFailure(`${registry} gives no token for ${scope} (${status})`, {status, mayPass})
  }

  #loginHeader(): string | undefined {
    const {login} = this.#options
    return login && `Basic ${Buffer.from(`${login.user}:${login.password.reveal()}`).toString('base64')}`
  }
}
