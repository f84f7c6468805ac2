import {once} from 'node:events'
import {Worker} from 'node:worker_threads'

export interface WatchRequest {
  /** Values that belong to hive alone: which processes have them in their environment is noted. */
  readonly ownSecrets: readonly string[]
}

/** A process that was given one of hive's own secrets in its environment. */
export interface Carrier {
  readonly program: string
  readonly commandLine: string
}

export interface Watched {
  /** Every command line that was seen, words separated by spaces. */
  readonly commandLines: readonly string[]
  readonly carriers: readonly Carrier[]
}

/** Samples the machine's process list, hosts that are containers included, until it is stopped. */
export function watchProcesses(request: WatchRequest): {stop(): Promise<Watched>} {
  const worker = new Worker(new URL('process-watch-worker.ts', import.meta.url), {workerData: request, execArgv: []})
  return {
    async stop() {
      worker.postMessage('stop')
      const [watched]: Watched[] = await once(worker, 'message')
      if (watched === undefined) throw new Error('the watch said nothing')
      return watched
    },
  }
}
