import type {InventoryEntry, ServerEntry} from '../inventory/entry.ts'
import {present} from './present.ts'
import {describeObject, type Reading, readValues} from './read-object.ts'
import {
  hostSchema,
  imageSchema,
  type NetworkValues,
  networkSchema,
  type VolumeValues,
  volumeSchema,
} from './schema/objects.ts'
import type {DrbdOptions, Host, Image, Network, Volume} from './site.ts'

/** A server as its evaluated variables describe it; undefined when something is wrong. */
export function readHost(reading: Reading, entry: ServerEntry): Host | undefined {
  const values = readValues(reading, entry, hostSchema)
  if (!values) return undefined
  return {
    ...describeObject(reading, entry),
    shortName: entry.name.split('.')[0] ?? entry.name,
    index: entry.index,
    address: values.private_ip,
    netmask: values.netmask,
    isHive: entry.groups.includes('hives'),
    isRepository: entry.groups.includes('repository'),
    isFirstHive: entry.groups.includes('first_hive'),
    admin: values.safe_admin,
    homeDirectory: values.home_dir,
    sshPort: values.safe_sshd_port,
  }
}

/** An image to be built; undefined when something is wrong. */
export function readImage(reading: Reading, entry: InventoryEntry): Image | undefined {
  const values = readValues(reading, entry, imageSchema)
  if (!values) return undefined
  const isPulled = values.pull_on?.includes(reading.inventory.activeStage) ?? false
  return {
    ...describeObject(reading, entry),
    service: entry.name.replace(/^image_/, ''),
    from: values.from,
    roles: values.roles ?? [],
    standalone: values.standalone ?? false,
    env: values.env ?? {},
    privileged: values.privileged ?? false,
    expose: values.expose ?? [],
    ...present({
      stopSignal: values.stop_signal,
      user: values.user,
      workingDirectory: values.working_dir,
      entrypoint: values.entrypoint,
      command: values.command,
      pullFrom: isPulled ? values.pull_from : undefined,
    }),
  }
}

/** A volume to be prepared; undefined when something is wrong. */
export function readVolume(reading: Reading, entry: InventoryEntry): Volume | undefined {
  const volume = readValues(reading, entry, volumeSchema)?.volume
  if (!volume) return undefined
  return {
    ...describeObject(reading, entry),
    source: volume.name,
    kind: volume.drbd ? 'drbd' : volume.nfs ? 'nfs' : 'driver',
    driverOptions: volume.driver_options ?? {},
    ...present({driver: volume.driver, drbd: volume.drbd && drbdOf(volume.drbd), nfs: volume.nfs}),
  }
}

/** A network; undefined when something is wrong. */
export function readNetwork(reading: Reading, entry: InventoryEntry): Network | undefined {
  const values = readValues(reading, entry, networkSchema)
  if (!values) return undefined
  return {
    ...describeObject(reading, entry),
    driverOptions: values.driver_opts ?? {},
    attachable: values.network_attachable ?? true,
    ...present({ipam: values.ipam && ipamOf(values.ipam)}),
  }
}

function drbdOf(drbd: NonNullable<VolumeValues['volume']['drbd']>): DrbdOptions {
  const {device_id: deviceId, fstype, size, diskless = [], vgname} = drbd
  return {deviceId, diskless, ...present({fstype, size, vgname})}
}

function ipamOf({driver, config = [], options = {}}: NonNullable<NetworkValues['ipam']>): Network['ipam'] {
  const pools = config.map(({subnet, iprange: ipRange, gateway, aux_addresses: auxAddresses}) =>
    present({subnet, ipRange, gateway, auxAddresses}),
  )
  return {config: pools, options, ...present({driver})}
}
