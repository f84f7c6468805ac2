import type {Host, Volume} from '../../site/site.ts'

/** The volume group of a volume's disks. */
export function groupOf({drbd}: Volume): string {
  return drbd?.vgname ?? 'drbdvg'
}

export function fileSystemOf({drbd}: Volume): string {
  return drbd?.fstype ?? 'xfs'
}

/** How Docker mounts a replicated volume. */
export function replicatedDriver(volume: Volume) {
  const options: Readonly<Record<string, string>> = {
    type: fileSystemOf(volume),
    device: `/dev/drbd${volume.drbd?.deviceId}`,
  }
  return {driver: 'local', options}
}

/** Whether a host keeps a copy of a volume. */
export function keepsCopy({drbd}: Volume, host: Host): boolean {
  const names = drbd?.diskless ?? []
  const isDiskless = names.includes(host.name) || names.includes(host.shortName)
  return !isDiskless && host.variables.get('hive_no_mirrored_device') !== true
}
