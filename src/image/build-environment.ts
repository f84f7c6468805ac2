import {tunnelVariables} from '../proxy/tunnel/program-proxy.ts'
import {bridgeAddress} from '../proxy/tunnel/relay.ts'
import type {Session} from '../session.ts'
import {parseEnvironmentFile} from '../site/environment-file.ts'
import type {Host} from '../site/site.ts'
import type {Connection} from '../transport/connection.ts'

const proxyVariables = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy']

/** Where an image keeps the authority pip shall trust, if it was given one. */
const pipAuthority = '/etc/cacert_pip.pem'

/**
 * What commands see while an image is built or a service initialized, and neither keeps: a host's proxies, else the
 * mother's, and the site's package index.
 */
export async function buildEnvironment(session: Session, host: Host): Promise<Readonly<Record<string, string>>> {
  const connection = await session.hosts.connect(host)
  const {stdout} = await connection.exec('cat /etc/environment 2>/dev/null || :', {signal: session.signal})
  const onHost = parseEnvironmentFile(stdout)
  const {pip_index_url, pip_trusted_host} = session.site.settings
  return {
    ...(await proxies(session, connection, onHost)),
    ...Object.fromEntries(pair('PIP_INDEX_URL', pip_index_url)),
    ...Object.fromEntries(pair('PIP_TRUSTED_HOST', pip_trusted_host)),
  }
}

async function proxies(
  {site, signal}: Session,
  connection: Connection,
  onHost: ReadonlyMap<string, string>,
): Promise<Readonly<Record<string, string>>> {
  const own = proxyVariables.flatMap(name => pair(name, onHost.get(name)))
  const hasOwn = own.some(([name]) => /^https?_proxy$/i.test(name))
  if (hasOwn || connection.proxyPort === undefined) return Object.fromEntries(own)
  const {stdout} = await connection.exec(bridgeAddress.text, {signal})
  return tunnelVariables(site, `${stdout.trim()}:${site.settings.http_proxy_port}`)
}

/** The same with the authority of a proxy that opens TLS, where the container has it: pip would fail without the file. */
export async function withAuthority(
  environment: Readonly<Record<string, string>>,
  container: Connection,
): Promise<Readonly<Record<string, string>>> {
  if (environment.HTTPS_PROXY === undefined && environment.https_proxy === undefined) return environment
  const {code} = await container.exec(`test -e ${pipAuthority}`)
  return code === 0 ? {...environment, PIP_CERT: pipAuthority} : environment
}

function pair(name: string, value: string | undefined): readonly (readonly [string, string])[] {
  return value ? [[name, value]] : []
}
