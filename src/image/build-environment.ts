import type {Session} from '../session.ts'
import {parseEnvironmentFile} from '../site/environment-file.ts'
import type {Host} from '../site/site.ts'
import type {Connection} from '../transport/connection.ts'

const proxyVariables = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy']

/** Where an image keeps the authority pip shall trust, if it was given one. */
const pipAuthority = '/etc/cacert_pip.pem'

/**
 * What commands see while an image is built and the image does not keep: a host's proxies and the site's package index.
 */
export async function buildEnvironment(session: Session, host: Host): Promise<Readonly<Record<string, string>>> {
  const connection = await session.hosts.connect(host)
  const {stdout} = await connection.exec('cat /etc/environment 2>/dev/null || :', {signal: session.signal})
  const onHost = parseEnvironmentFile(stdout)
  const {pip_index_url, pip_trusted_host} = session.site.settings
  return {
    ...Object.fromEntries(proxyVariables.flatMap(name => pair(name, onHost.get(name)))),
    ...Object.fromEntries(pair('PIP_INDEX_URL', pip_index_url)),
    ...Object.fromEntries(pair('PIP_TRUSTED_HOST', pip_trusted_host)),
  }
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
