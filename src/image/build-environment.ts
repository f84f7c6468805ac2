import {bridgeAddress} from '../proxy/tunnel/relay.ts'
import {runEnvironment} from '../proxy/tunnel/run-environment.ts'
import type {Session} from '../session.ts'
import {parseEnvironmentFile} from '../site/environment-file.ts'
import type {Host, Site} from '../site/site.ts'
import type {Connection} from '../transport/connection.ts'

/** Where an image keeps the authority pip shall trust, if it was given one. */
const pipAuthority = '/etc/cacert_pip.pem'

/**
 * What commands see while an image is built or a service initialized, and neither keeps: a host's proxies, else the
 * mother's, and the site's package index.
 */
export async function buildEnvironment(
  {site, hosts, signal}: Session,
  host: Host,
): Promise<Readonly<Record<string, string>>> {
  const connection = await hosts.connect(host)
  const {stdout} = await connection.exec('cat /etc/environment 2>/dev/null || :', {signal})
  return runEnvironment(site, parseEnvironmentFile(stdout), await endForContainers(site, connection))
}

async function endForContainers({settings}: Site, connection: Connection): Promise<string | undefined> {
  if (connection.proxyPort === undefined) return undefined
  const {stdout} = await connection.exec(bridgeAddress.text)
  return `${stdout.trim()}:${settings.http_proxy_port}`
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
