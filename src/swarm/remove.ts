import type Docker from 'dockerode'
import {engineStatus} from '../docker/engine-failure.ts'
import {HiveError} from '../error.ts'
import type {Task} from './converge/task.ts'
import type {FoundService} from './found-service.ts'
import {pause} from './pause.ts'
import type {SwarmNode} from './swarm-node.ts'

const pollMilliseconds = 300
const patienceSeconds = 120
const endedStates = new Set(['complete', 'shutdown', 'failed', 'rejected', 'orphaned'])

/** Removes services and waits until their containers are gone too, so that ports, networks and volumes are free. */
export async function removeServices(
  docker: Docker,
  services: readonly FoundService[],
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(services.map(service => removeService(docker, service)))
  const ids = new Set(services.map(service => service.ID))
  for (const started = Date.now(); await areTasksLeft(docker, ids); ) {
    if (Date.now() - started > patienceSeconds * 1000) throw notGone(services)
    await pause(pollMilliseconds, signal)
  }
}

async function removeService(docker: Docker, {ID}: FoundService): Promise<void> {
  try {
    await docker.getService(ID).remove()
  } catch (error) {
    // Gone already is what was asked for.
    if (engineStatus(error) !== 404) throw error
  }
}

/** Tasks of a node that is down cannot be seen to end, and nobody waits for them. */
async function areTasksLeft(docker: Docker, ids: ReadonlySet<string>): Promise<boolean> {
  const [tasks, nodes]: [Task[], SwarmNode[]] = await Promise.all([docker.listTasks(), docker.listNodes()])
  const reachable = new Set(nodes.filter(({Status}) => Status.State === 'ready').map(({ID}) => ID))
  return tasks.some(
    ({ServiceID, NodeID = '', Status}) => ids.has(ServiceID) && reachable.has(NodeID) && !endedStates.has(Status.State),
  )
}

function notGone(services: readonly FoundService[]): HiveError {
  const names = services.map(({Spec}) => Spec?.Name).join(', ')
  return new HiveError(
    'SERVICE_FAILED',
    `${names}: removed from the swarm, but its containers still run after ${patienceSeconds} s. Their node may be down.`,
    {suggestions: ['Look at "docker node ls" on a hive host, then run the same command again.']},
  )
}
