import {setTimeout} from 'node:timers/promises'

/** Seconds a registry behind a proxy has for its first answer. */
const patience = 15

/** A proxy that took the connection and says nothing is not waited for as long as a transfer may take. */
export async function firstAnswer<T>(work: Promise<T>, registry: string): Promise<T> {
  const late = new AbortController()
  const tooLate = setTimeout(patience * 1000, undefined, {signal: late.signal}).then(() => {
    throw new Error(`no answer within ${patience} s from ${registry}`)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    late.abort()
    // Whichever came second is nobody's business any more.
    work.catch(() => undefined)
    tooLate.catch(() => undefined)
  }
}
