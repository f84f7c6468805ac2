import {setTimeout} from 'node:timers/promises'
import {HiveError} from '../error.ts'

/** How long to wait for a lock somebody else holds. */
export interface Patience {
  readonly seconds: number
  readonly signal: AbortSignal
  /** Told once who is waited for, a whole sentence. */
  readonly onWait: (text: string) => void
}

/** Seconds between two tries: short beside what a phase takes, long beside what a try costs. */
const pause = 2

/** Tries to take a lock until it is free. Throws the last refusal when time is over, and the signal's reason. */
export async function untilFree<T>({seconds, signal, onWait}: Patience, take: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + seconds * 1000
  for (let tries = 1; ; tries++) {
    try {
      return await take()
    } catch (error) {
      if (!isLocked(error) || performance.now() >= deadline) throw error
      if (tries === 1) onWait(`${error.message} Waiting for it, ${seconds} seconds at most.`)
    }
    await setTimeout(pause * 1000, undefined, {signal}).catch(() => signal.throwIfAborted())
  }
}

function isLocked(error: unknown): error is HiveError {
  return error instanceof HiveError && error.code === 'STAGE_LOCKED'
}
