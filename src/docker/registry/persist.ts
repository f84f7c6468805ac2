import {setTimeout} from 'node:timers/promises'
import {RegistryFailure} from './failure.ts'

const attempts = 7
/** Milliseconds before the second attempt; twice as long before each further one. */
const firstPause = 200

/** Does something that may fail in passing until it works, or has failed too often, or for good. */
export async function persist<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof RegistryFailure) || !error.mayPass) throw error
      if (attempt === attempts) throw givenUp(error)
      // Half of it by chance, so that what failed together does not come back together.
      const pause = firstPause * 2 ** (attempt - 1) * (0.5 + Math.random() / 2)
      await setTimeout(Math.max(error.retryAfter ?? 0, pause), undefined, {signal})
    }
  }
}

function givenUp(error: RegistryFailure): RegistryFailure {
  return new RegistryFailure(`${error.message}, ${attempts} times`, {mayPass: false, cause: error})
}
