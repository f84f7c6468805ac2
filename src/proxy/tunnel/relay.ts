import {programCommand} from '../../engine/privilege.ts'
import {HiveError} from '../../error.ts'
import type {Session} from '../../session.ts'
import {type Shell, sh} from '../../shell/sh.ts'
import type {Host} from '../../site/site.ts'

/** systemd's own relay, as a transient unit: a reboot, the end of the run and the end of the tunnel all end it. */
const unit = 'hive-proxy'
const watch = `${unit}-watch`

/**
 * Lets containers of hosts reach the mother's proxy while `work` runs: the tunnel ends on a host's loopback, where
 * containers cannot get, so docker0's address is listened on as well. Does only the work where no proxy is set.
 */
export async function withRelays<T>(session: Session, hosts: readonly Host[], work: () => Promise<T>): Promise<T> {
  if (session.site.settings.http_proxy === undefined || session.checkMode) return work()
  try {
    await Promise.all(hosts.map(host => open(session, host)))
    return await work()
  } finally {
    await Promise.all(hosts.map(host => close(session, host)))
  }
}

/** Prints where containers reach this host: the gateway of Docker's own bridge. */
export const bridgeAddress = sh`docker network inspect bridge --format '{{(index .IPAM.Config 0).Gateway}}'`

async function open(session: Session, host: Host): Promise<void> {
  await telling(session, host, 'Its containers cannot be given the proxy', async () => {
    const connection = await session.hosts.connect(host)
    const {proxyPort} = connection
    if (proxyPort === undefined) return
    const port = session.site.settings.http_proxy_port
    const {code, stderr} = await connection.exec(programCommand({become: true}), {
      stdin: sh`${stop}\n${start(port, proxyPort)}\n`.text,
      signal: session.signal,
    })
    if (code !== 0) throw new HiveError('HOST_FAILED', stderr.trim().split('\n').at(-1) || `exit status ${code}`)
  })
}

/** A host that is gone has taken its relay with it. */
async function close(session: Session, host: Host): Promise<void> {
  await telling(session, host, 'Its relay to the proxy was not ended', async () => {
    const connection = await session.hosts.connect(host)
    await connection.exec(programCommand({become: true}), {stdin: stop.text})
  })
}

const stopRelay = sh`systemctl stop ${unit}.socket ${unit}.service 2>/dev/null`
const stop = sh`systemctl stop ${watch}.service 2>/dev/null; ${stopRelay}`

function start(port: string, proxyPort: number): Shell {
  return sh`address=$(${bridgeAddress}) && systemd-run --quiet --collect --unit=${unit} \\
  --socket-property=ListenStream="$address":${port} --socket-property=FreeBind=yes \\
  /lib/systemd/systemd-socket-proxyd ${`127.0.0.1:${proxyPort}`} &&
systemd-run --quiet --collect --unit=${watch} /bin/sh -c ${whileTunnel(proxyPort).text}`
}

/** A hive that was killed ends nothing, but its end of the tunnel is gone: nobody listens there any more. */
function whileTunnel(proxyPort: number): Shell {
  // 127.0.0.1 in either order of bytes; the relay itself has the same port at another address.
  const listening = ` (0100007F|7F000001):${proxyPort.toString(16).toUpperCase().padStart(4, '0')} 0+:0000 0A `
  return sh`while grep -qE ${listening} /proc/net/tcp; do sleep 5; done; ${stopRelay}`
}

/** What needs the proxy on this host says more when it fails; the others go on. */
async function telling(session: Session, host: Host, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    session.signal.throwIfAborted()
    if (!(error instanceof HiveError)) throw error
    session.report({type: 'warning', target: host.name, text: `${what}: ${error.message}`})
  }
}
