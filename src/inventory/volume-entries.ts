import type {DeviceRequest} from './device-ids.ts'
import type {InventoryEntry, RawVariable} from './entry.ts'
import {below, written} from './origin.ts'
import type {VolumeDefinition} from './schema/volume.ts'
import type {ReadService} from './services.ts'
import {isMapping, valueAt} from './value-at.ts'

/** The replicated volumes of a service. */
export function deviceRequests({definition, origin}: ReadService): readonly DeviceRequest[] {
  return (definition.volumes ?? []).flatMap(({source, drbd}, index) =>
    drbd ? [{volume: String(source), deviceId: drbd.device_id, origin: below(origin, 'volumes', index, 'drbd')}] : [],
  )
}

/** The volumes of a service that are prepared before it is deployed. */
export function volumeEntries(
  {definition, stages, origin}: ReadService,
  devices: Readonly<Record<string, number>>,
): readonly InventoryEntry[] {
  return (definition.volumes ?? []).flatMap((volume, index): readonly InventoryEntry[] => {
    const group = groupOf(volume)
    if (group === undefined) return []
    const own = below(origin, 'volumes', index)
    const available = volume.drbd?.available_on ?? volume.nfs?.available_on ?? stages
    const value = {name: String(volume.source), ...optionsOf(volume, written(own), devices)}
    const variables = new Map<string, RawVariable>([['hive_volume', {value, origin: own}]])
    const groups = [group, ...available]
    return [{kind: 'volume', name: `volume_${volume.source}`, groups, stages: available, variables, origin: own}]
  })
}

function groupOf({drbd, nfs, driver}: VolumeDefinition): string | undefined {
  if (drbd) return 'drbd_volumes'
  if (nfs) return 'nfs_volumes'
  return driver === undefined ? undefined : 'volumes'
}

function optionsOf(volume: VolumeDefinition, value: unknown, devices: Readonly<Record<string, number>>): object {
  const drbd = valueAt(value, ['drbd'])
  if (isMapping(drbd)) return {drbd: {...drbd, device_id: devices[String(volume.source)]}}
  if (volume.nfs) return {nfs: valueAt(value, ['nfs'])}
  const options = valueAt(value, ['driver_opts'])
  return {driver: valueAt(value, ['driver']), ...(options === undefined ? {} : {driver_options: options})}
}
