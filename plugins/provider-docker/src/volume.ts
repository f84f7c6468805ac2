import {accepting, HiveError, type Host, type Site} from '@hive-ci/cli'
import type Docker from 'dockerode'
import {engineMessage} from './engine-error.ts'
import {isOwn, ownerOf, ownFilter, stageLabels} from './labels.ts'

/** Holds a node's `/var/lib/docker`: overlay2 does not work on top of the container's own overlay. */
export function volumeName(host: Host): string {
  return `${host.name}-docker`
}

/** Makes the volume of a machine that is about to be made; one left over from a machine that is gone is emptied. */
export async function ensureEmptyVolume(docker: Docker, site: Site, host: Host): Promise<void> {
  const name = volumeName(host)
  const found = await accepting([404], docker.getVolume(name).inspect())
  if (found && !isOwn(site, found.Labels)) {
    throw new HiveError('PROVIDER_FAILED', `Volume ${name} of the engine belongs to ${ownerOf(found.Labels)}.`, {
      suggestions: [`Remove it with "docker volume rm ${name}" if nobody needs it, or give this site another name.`],
    })
  }
  if (found) await removeVolume(docker, name)
  await docker.createVolume({Name: name, Labels: {...stageLabels(site), 'hive.host': host.name}})
}

/** Removes every volume of the stage, or those of one machine. */
export async function removeVolumes(docker: Docker, site: Site, host?: string): Promise<void> {
  const {label} = ownFilter(site)
  const filters = {label: host === undefined ? label : [...label, `hive.host=${host}`]}
  const {Volumes} = await docker.listVolumes({filters})
  await Promise.all((Volumes ?? []).map(volume => removeVolume(docker, volume.Name)))
}

async function removeVolume(docker: Docker, name: string): Promise<void> {
  try {
    await accepting([404], docker.getVolume(name).remove())
  } catch (error) {
    throw new HiveError('PROVIDER_FAILED', `Volume ${name} could not be removed: ${engineMessage(error)}.`, {
      cause: error,
    })
  }
}
