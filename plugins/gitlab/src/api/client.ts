import {Gitlab} from '@gitbeaker/rest'
import {EnvHttpProxyAgent} from 'undici'
import type {Access} from './access.ts'
import {requesterOf} from './requester.ts'
import {type Patience, type Send, sender} from './send.ts'

/** The one way to GitLab's API. */
export interface Client {
  readonly access: Access
  /** What GitLab offers, by gitbeaker. Throws `GitlabFailure`, as `send` does. */
  readonly api: InstanceType<typeof Gitlab<false>>
  /** For what gitbeaker has no words for: contents of packages, attributes it does not know. */
  readonly send: Send
  close(): Promise<void>
}

const usualPatience: Patience = {tries: 6, pause: 500, timeout: 60_000}

export function createClient(access: Access, patience: Patience = usualPatience): Client {
  const {host, token, kind, proxy, authorities} = access
  const tls = {ca: [...authorities]}
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: proxy.http,
    httpsProxy: proxy.https,
    noProxy: proxy.exceptions,
    connect: tls,
    requestTls: tls,
    proxyTls: tls,
  })
  const send = sender(access, patience, dispatcher)
  const reveal = () => Promise.resolve(token.reveal())
  // Answers are awaited as long as our patience says, not as long as gitbeaker's.
  const options = {host, requesterFn: requesterOf(send), queryTimeout: null}
  return {
    access,
    api: new Gitlab(kind === 'job' ? {...options, jobToken: reveal} : {...options, token: reveal}),
    send,
    close: () => dispatcher.close(),
  }
}
