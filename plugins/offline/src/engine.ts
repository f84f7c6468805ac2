import {HiveError, reasonOf} from '@hive-ci/cli'
import Docker from 'dockerode'

/** The mother's engine, as `DOCKER_*` names it. Throws `HiveError` ENGINE_UNAVAILABLE when it does not answer. */
export async function openEngine(): Promise<Docker> {
  const docker = new Docker()
  try {
    await docker.ping()
    return docker
  } catch (error) {
    throw new HiveError(
      'ENGINE_UNAVAILABLE',
      `The Docker engine of this machine does not answer: ${reasonOf(error)}.`,
      {
        cause: error,
        suggestions: ['Start Docker on this machine, or set DOCKER_HOST to an engine that runs.'],
      },
    )
  }
}
