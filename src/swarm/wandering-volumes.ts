import type {Service, Site} from '../site/site.ts'

/**
 * Warnings about data that stays behind when a task moves: Docker makes a volume nobody prepared on whichever node the
 * task starts. hive-builder does the same and projects count on it, so the services are deployed as they are.
 */
export function wanderingVolumes(services: readonly Service[], site: Site): readonly string[] {
  if (site.hosts.filter(host => host.isHive).length < 2) return []
  const prepared = new Set(site.volumes.map(volume => volume.source))
  return services.flatMap(({name, mode, mounts, placement}) => {
    const isBound = mode === 'global' || placement.constraints.length > 0
    const volumes = mounts
      .filter(({type, source}) => type === 'volume' && !prepared.has(source))
      .map(({source}) => source)
    return isBound || volumes.length === 0 ? [] : [warning(name, volumes)]
  })
}

function warning(service: string, volumes: readonly string[]): string {
  return (
    `Service ${service} keeps data in ${volumes.join(', ')} on the node its task happens to run on; should it move, it starts ` +
    'empty there. Bind it with placement.constraints (node.hostname == ...) or describe the volume with drbd or driver.'
  )
}
