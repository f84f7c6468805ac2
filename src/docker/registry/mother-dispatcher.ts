import type {Dispatcher} from 'undici'
import {localNames} from '../../proxy/exceptions/list.ts'
import {asksProxy} from '../../proxy/explain/asks-proxy.ts'
import {proxyUrl} from '../../proxy/proxy-url.ts'
import {trustedCertificates} from '../../site/extra-authorities.ts'
import type {Site} from '../../site/site.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * How the mother's own downloads go: through `http_proxy`, else as the variables of its environment say, never for the
 * machine itself, and trusting `extra_ca`. The caller destroys it. Throws VARIABLE_INVALID for a proxy that is none.
 */
export async function motherDispatcher(site: Site, environment: Environment): Promise<Dispatcher> {
  const {Agent, EnvHttpProxyAgent, Pool, ProxyAgent} = await import('undici')
  const ca = site.extraAuthorities.length > 0 ? {ca: trustedCertificates(site)} : {}
  // Without a tunnel for plain HTTP, which proxies mostly allow to port 443 only.
  const options = {connect: ca, requestTls: ca, proxyTunnel: false}
  const {http_proxy, HTTP_PROXY, https_proxy, HTTPS_PROXY, no_proxy, NO_PROXY} = environment
  const noProxy = [no_proxy ?? NO_PROXY, localNames].filter(Boolean).join(',')
  if (site.settings.http_proxy === undefined) {
    const httpProxy = http_proxy ?? HTTP_PROXY ?? ''
    return new EnvHttpProxyAgent({...options, httpProxy, httpsProxy: https_proxy ?? HTTPS_PROXY ?? '', noProxy})
  }
  const uri = proxyUrl(site.settings.http_proxy)
  return new Agent({
    connect: ca,
    // Each origin goes one way: undici's own judge of exceptions knows no networks.
    factory: (origin, pool) =>
      asksProxy(site, String(origin), noProxy) ? new ProxyAgent({...options, uri}) : new Pool(origin, pool),
  })
}
