import type {Connection} from '../transport/connection.ts'

/** Seconds an init may take until services can be managed. */
const patience = 60

const program = `
command -v systemctl >/dev/null || exit 0
while :; do
  case $(systemctl is-system-running 2>/dev/null) in running|degraded) exit 0;; esac
  sleep 0.3
done`

/** Waits until a container's systemd takes orders; another init is trusted to be ready. Throws `HiveError` HOST_FAILED. */
export async function awaitInit(container: Connection, signal: AbortSignal): Promise<void> {
  await container.exec(program, {signal, timeout: patience})
}
