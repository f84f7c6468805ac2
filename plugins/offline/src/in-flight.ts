import {setTimeout as sleep} from 'node:timers/promises'
import {HiveError} from '@hive-ci/cli'
import type {Container} from 'dockerode'
import {runInCache} from './run-in-cache.ts'

const patience = 60_000

/** Requests squid works on but this one, and blobs the registries are writing. */
const script = `
curl -s http://127.0.0.1:3128/squid-internal-mgr/active_requests | awk '$1 == "uri" && $2 !~ /squid-internal-mgr|:443$/ {print $2}'
find registry -path '*/_uploads/*/startedat' -mmin -2`

/** Waits until nothing is fetched any more. Throws `HiveError` OFFLINE_FAILED, naming what still is. */
export async function awaitQuiet(container: Container, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + patience
  for (;;) {
    signal.throwIfAborted()
    const active = (await runInCache(container, script)).split('\n').filter(line => line !== '')
    if (active.length === 0) return
    if (Date.now() > deadline) throw busy(active)
    await sleep(500)
  }
}

function busy(active: readonly string[]): HiveError {
  return new HiveError(
    'OFFLINE_FAILED',
    `The offline cache is still fetching after ${patience / 1000} seconds: ${active.slice(0, 5).join(', ')}. It records on.`,
    {suggestions: ['Run the same command again when the phase that uses it is over.']},
  )
}
