import type {Dispatcher} from 'undici'
import {goList, localNames} from '../../proxy/exceptions/list.ts'
import {siteExceptions} from '../../proxy/exceptions/names.ts'
import {proxyUrl} from '../../proxy/proxy-url.ts'
import {trustedCertificates} from '../../site/extra-authorities.ts'
import type {Site} from '../../site/site.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * How the mother's own downloads go: through `http_proxy`, else as the variables of its environment say, never for the
 * machine itself, and trusting `extra_ca`. The caller destroys it. Throws VARIABLE_INVALID for a proxy that is none.
 */
export async function motherDispatcher(site: Site, environment: Environment): Promise<Dispatcher> {
  const {EnvHttpProxyAgent} = await import('undici')
  const ca = site.extraAuthorities.length > 0 ? {ca: trustedCertificates(site)} : {}
  // Without a tunnel for plain HTTP, which proxies mostly allow to port 443 only.
  return new EnvHttpProxyAgent({...proxies(site, environment), connect: ca, requestTls: ca, proxyTunnel: false})
}

function proxies(site: Site, environment: Environment) {
  const {http_proxy, HTTP_PROXY, https_proxy, HTTPS_PROXY, no_proxy, NO_PROXY} = environment
  const given = [no_proxy ?? NO_PROXY, localNames].filter(Boolean).join(',')
  if (site.settings.http_proxy === undefined) {
    return {httpProxy: http_proxy ?? HTTP_PROXY ?? '', httpsProxy: https_proxy ?? HTTPS_PROXY ?? '', noProxy: given}
  }
  const proxy = proxyUrl(site.settings.http_proxy)
  return {httpProxy: proxy, httpsProxy: proxy, noProxy: `${goList(siteExceptions(site))},${given}`}
}
