import {HiveError} from '@hive-ci/cli'
import Docker from 'dockerode'
import {engineMessage} from './engine-error.ts'

/** The Docker engine of the mother, and how the mother reaches containers on it. */
export interface MotherEngine {
  readonly docker: Docker
  readonly reach: Reach
}

/** `direct`: at the container's own address. `published`: at ports the engine opens on `address`. */
export type Reach = {readonly kind: 'direct'} | {readonly kind: 'published'; readonly address: string}

/**
 * The engine `DOCKER_HOST` names, or the one on the default socket; `DOCKER_TLS_VERIFY` and `DOCKER_CERT_PATH` are
 * honoured by dockerode. Throws `HiveError` ENGINE_UNAVAILABLE when it does not answer.
 */
export async function openEngine(environment: NodeJS.ProcessEnv): Promise<MotherEngine> {
  const where = environment.DOCKER_HOST || 'unix:///var/run/docker.sock'
  try {
    const docker = new Docker()
    const info = await docker.info()
    return {docker, reach: reachOf(where, info.OperatingSystem)}
  } catch (error) {
    throw new HiveError('ENGINE_UNAVAILABLE', `No Docker engine answers at ${where}: ${engineMessage(error)}.`, {
      cause: error,
      suggestions: [
        'Start Docker on this machine, or set DOCKER_HOST to an engine that runs.',
        'Check that you may use it: your user must be root or in the group docker.',
      ],
    })
  }
}

/** Containers of a local engine answer at their own addresses; those in Docker Desktop's machine or far away do not. */
export function reachOf(dockerHost: string, operatingSystem: string): Reach {
  const url = new URL(dockerHost.replace(/^\/\//, 'tcp://'))
  const isLocal = url.protocol === 'unix:'
  if (isLocal && !operatingSystem.includes('Docker Desktop')) return {kind: 'direct'}
  return {kind: 'published', address: isLocal ? '127.0.0.1' : url.hostname}
}
