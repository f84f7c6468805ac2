import {HiveError} from '../error.ts'

/** What ends a call early: the caller's signal or its time limit. */
export interface Stop {
  /** Aborted with the `HiveError` the call fails with. */
  readonly signal: AbortSignal
  /** To be called when the call is over. */
  clear(): void
}

/** Joins the caller's signal and time limit. The error is INTERRUPTED for the first and HOST_FAILED for the second. */
export function stopOf(host: string, {signal, timeout}: {signal?: AbortSignal; timeout?: number}): Stop {
  const stop = new AbortController()
  const interrupt = () =>
    stop.abort(new HiveError('INTERRUPTED', `A command on ${host} was interrupted.`, {cause: signal?.reason}))
  const expire = () =>
    stop.abort(new HiveError('HOST_FAILED', `A command on ${host} did not finish within ${timeout} seconds.`))
  const timer = timeout === undefined ? undefined : setTimeout(expire, timeout * 1000)
  if (signal?.aborted) interrupt()
  else signal?.addEventListener('abort', interrupt, {once: true})
  return {
    signal: stop.signal,
    clear() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', interrupt)
    },
  }
}
