import type {Dispatcher} from 'undici'
import {z} from 'zod'
import type {RegistryLogin} from '../registry-auth.ts'
import {broken, RegistryFailure} from './failure.ts'

interface Bearer {
  readonly realm: URL
  readonly service: string | undefined
}

/** Scopes one token is asked for: it travels in a header, which front ends allow 8 kB for. */
const scopesOfToken = 20

const tokenAnswer = z.object({token: z.string().optional(), access_token: z.string().optional()})

export interface AuthorizationOptions {
  readonly registry: string
  readonly login: RegistryLogin | undefined
  readonly plain: boolean
  readonly dispatcher: Dispatcher
}

/** What a registry wants to see with a request: the login, or, once it has said so, a token for each scope. */
export class Authorization {
  readonly #options: AuthorizationOptions
  readonly #login: string | undefined
  #bearer: Bearer | undefined
  readonly #tokens = new Map<string, Promise<string>>()

  constructor(options: AuthorizationOptions) {
    const {login} = options
    this.#options = options
    this.#login = login && `Basic ${Buffer.from(`${login.user}:${login.password.reveal()}`).toString('base64')}`
  }

  /** The header's value for a scope such as `repository:web:pull`; undefined when there is nothing to show. */
  async header(scope: string): Promise<string | undefined> {
    if (!this.#bearer) return this.#login
    const token = this.#tokens.get(scope) ?? this.#fetchToken(this.#bearer, scope)
    this.#tokens.set(scope, token)
    try {
      return `Bearer ${await token}`
    } catch (error) {
      this.#forget(scope, token)
      throw error
    }
  }

  /** Asks for tokens for several scopes each, where tokens are wanted. A registry need not give such ones. */
  async foresee(scopes: readonly string[]): Promise<void> {
    const bearer = this.#bearer
    if (!bearer) return
    const starts = scopes.map((_, index) => index).filter(index => index % scopesOfToken === 0)
    const fetchOne = async (start: number): Promise<void> => {
      const some = scopes.slice(start, start + scopesOfToken)
      const token = await this.#fetchToken(bearer, some.join(' '))
      for (const scope of some) this.#tokens.set(scope, Promise.resolve(token))
    }
    await Promise.allSettled(starts.map(fetchOne))
  }

  /** Learns from a refusal of a request with this header; false when nothing else can be tried. */
  async learn(challenge: string, scope: string, refused: string | undefined): Promise<boolean> {
    const [, kind = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(challenge) ?? []
    if (kind.toLowerCase() !== 'bearer') return false
    const fields = new Map([...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]))
    this.#bearer = {realm: this.#realm(fields.get('realm') ?? ''), service: fields.get('service')}
    const token = this.#tokens.get(scope)
    // Another request may have brought a new token meanwhile.
    if (token && refused === `Bearer ${await token.catch(() => '')}`) this.#forget(scope, token)
    return true
  }

  #forget(scope: string, token: Promise<string>): void {
    if (this.#tokens.get(scope) === token) this.#tokens.delete(scope)
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
    const headers = this.#login === undefined ? {} : {authorization: this.#login}
    const path = `${url.pathname}${url.search}`
    const answer = await dispatcher.request({origin: url.origin, path, method: 'GET', headers}).catch(error => {
      throw broken(realm.host, error)
    })
    const status = answer.statusCode
    const token = tokenAnswer.safeParse(await answer.body.json().catch(() => undefined))
    const text = token.data?.token ?? token.data?.access_token
    if (status === 200 && text !== undefined) return text
    const mayPass = status === 429 || status >= 500
    throw new RegistryFailure(`${registry} gives no token for ${scope} (${status})`, {status, mayPass})
  }
}
