import type {Site} from '../../site/site.ts'
import {proxyVariables} from '../consumer/consumers.ts'
import {portableList} from '../exceptions/list.ts'
import {siteExceptions} from '../exceptions/names.ts'

type Variables = Readonly<Record<string, string>>

const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy']

/**
 * What programs on a host, or in a container of it, find in their environment while hive runs, and nobody keeps: the
 * host's own proxies (`onHost` is its `/etc/environment`), else the mother's at `end`, and where pip finds packages.
 */
export function runEnvironment(site: Site, onHost: ReadonlyMap<string, string>, end: string | undefined): Variables {
  const own = Object.fromEntries(names.flatMap(name => pair(name, onHost.get(name))))
  const hasOwn = Object.keys(own).some(name => /^https?_proxy$/i.test(name))
  const proxies = hasOwn ? {...own, ...nodeSwitch} : end === undefined ? own : tunnelVariables(site, end)
  return {...proxies, ...pipVariables(site)}
}

/** The variables for the mother's proxy at its end on a host, `HOST:PORT`. */
export function tunnelVariables(site: Site, end: string): Variables {
  return {...proxyVariables(`http://${end}`, portableList(siteExceptions(site))), ...nodeSwitch}
}

/** Node, npm's packages included, looks at the others only when it is set. */
export const nodeSwitch = {NODE_USE_ENV_PROXY: '1'}

/** Where pip, by whatever it is started, finds packages. */
export function pipVariables({settings}: Site): Variables {
  const {pip_index_url, pip_trusted_host} = settings
  return Object.fromEntries([...pair('PIP_INDEX_URL', pip_index_url), ...pair('PIP_TRUSTED_HOST', pip_trusted_host)])
}

function pair(name: string, value: string | undefined): readonly (readonly [string, string])[] {
  return value ? [[name, value]] : []
}
