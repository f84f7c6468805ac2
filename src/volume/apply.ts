import type Docker from 'dockerode'
import {engineStatus} from '../docker/engine-failure.ts'
import {HiveError} from '../error.ts'
import type {Site, Volume} from '../site/site.ts'
import {ownLabels} from '../site/site-labels.ts'
import type {VolumeDriver} from './diff.ts'
import {driverOf} from './plan.ts'

/** Makes a volume on one host, the way it is described or another one. */
export async function createVolume(
  docker: Docker,
  volume: Volume,
  site: Site,
  {driver, options}: VolumeDriver = driverOf(volume),
): Promise<void> {
  await docker.createVolume({
    Name: volume.source,
    Driver: driver,
    DriverOpts: {...options},
    Labels: ownLabels(site),
  })
}

/**
 * Removes a volume and what is in it from one host; gone is success.
 * @throws HiveError SERVICE_FAILED when a container still uses it.
 */
export async function removeVolume(docker: Docker, {source}: Volume, site: Site): Promise<void> {
  try {
    await docker.getVolume(source).remove()
  } catch (error) {
    const status = engineStatus(error)
    if (status === 404) return
    if (status !== 409) throw error
    throw new HiveError(
      'SERVICE_FAILED',
      `Volume ${source} was left as it is: containers still use it.${advice(source, site)}`,
    )
  }
}

function advice(source: string, {services}: Site): string {
  const users = services.filter(({mounts}) => mounts.some(mount => mount.type === 'volume' && mount.source === source))
  return users.length === 0 ? '' : ` Run "hive deploy-services -D -l ${users.map(({name}) => name).join(',')}" first.`
}
