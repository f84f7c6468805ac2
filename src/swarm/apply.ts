import type Docker from 'dockerode'
import {engineStatus} from '../docker/engine-failure.ts'
import type {FoundService} from './found-service.ts'
import type {ServiceChange} from './plan.ts'
import {removeServices} from './remove.ts'

const updateTries = 5

/**
 * Carries out one change and returns the service's id (none when it was removed). The login goes along so that every
 * node can pull.
 */
export async function applyServiceChange(
  docker: Docker,
  {change, spec, auth, found}: ServiceChange,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (found && change.action !== 'update') await removeServices(docker, [found], signal)
  if (!spec) return undefined
  if (found && change.action === 'update') return update(docker, found, spec, auth)
  // The login is an argument of its own: left out, dockerode would send the whole spec as one.
  const {ID, id}: {ID?: string; id?: string} = await docker.createService(auth ?? {}, spec)
  return ID ?? id
}

async function update(
  docker: Docker,
  {ID}: FoundService,
  spec: Docker.ServiceSpec,
  auth: Docker.AuthConfig | undefined,
): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const {Version}: FoundService = await docker.getService(ID).inspect()
    try {
      await docker.getService(ID).update({_query: {version: Version?.Index}, _body: spec, authconfig: auth})
      return ID
    } catch (error) {
      if (!isOutOfSequence(error) || attempt === updateTries) throw error
    }
  }
}

/** The swarm itself touched the service between our look and our word; the wanted spec is still what is wanted. */
function isOutOfSequence(error: unknown): boolean {
  return engineStatus(error) === 500 && String(error).includes('update out of sequence')
}
