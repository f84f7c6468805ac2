import type Docker from 'dockerode'
import {engineStatus} from '../../docker/engine-failure.ts'
import {HiveError} from '../../error.ts'
import {pause} from '../pause.ts'
import type {NetworkChange} from './plan.ts'

const tries = 5
const pauseMilliseconds = 1000

/**
 * Carries out one change of a network.
 * @throws HiveError SERVICE_FAILED when services use a network that would have to go; nothing is changed then.
 */
export async function applyNetworkChange(docker: Docker, item: NetworkChange, signal: AbortSignal): Promise<void> {
  refuseUsed(item)
  const {spec, found} = item
  if (found) await withRetries(() => removeNetwork(docker, found.Id), signal)
  if (spec) await withRetries(() => docker.createNetwork(spec), signal)
}

/** Says what to do when a network that must go is in use; Docker would refuse with less. */
export function refuseUsed({change, found, users}: NetworkChange): void {
  if (users.length === 0 || !found) return
  const names = users.join(', ')
  const reason =
    change.action === 'replace' ? `Docker cannot change a network (${change.details.join('; ')}), and it` : 'It'
  throw new HiveError(
    'SERVICE_FAILED',
    `Network ${found.Name} was left as it is. ${reason} cannot be removed while services use it: ${names}. Run "hive ` +
      `deploy-services -D -l ${users.join(',')}", then "hive build-networks" again, then "hive deploy-services".`,
  )
}

async function removeNetwork(docker: Docker, id: string): Promise<void> {
  try {
    await docker.getNetwork(id).remove()
  } catch (error) {
    // Gone already is what was asked for.
    if (engineStatus(error) !== 404) throw error
  }
}

/** A network just left by its last task, or whose name was just given up, takes the swarm a moment. */
async function withRetries(work: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work()
      return
    } catch (error) {
      const status = engineStatus(error)
      if (status === undefined || attempt === tries) throw error
    }
    await pause(pauseMilliseconds, signal)
  }
}
