import {setTimeout} from 'node:timers/promises'

/** Waits; when the run is interrupted meanwhile, rejects with why it was. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, {signal})
  } catch (error) {
    signal.throwIfAborted()
    throw error
  }
}
