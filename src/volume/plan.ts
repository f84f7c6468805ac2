import type {Change} from '../change.ts'
import type {Host, Site, Volume} from '../site/site.ts'
import {diffVolume} from './diff.ts'
import type {FoundVolume} from './found-volume.ts'

/** What one hive host has and can do. */
export interface HostVolumes {
  readonly host: Host
  readonly volumes: readonly FoundVolume[]
}

/** A volume on one host: what has to be done there, why nothing can be done, or neither when all is well. */
export interface VolumeStep {
  readonly volume: Volume
  readonly host?: Host
  readonly change?: Change
  /** Whole sentence; nothing is touched then. */
  readonly problem?: string
  /** How the change is made, where it is more than a Docker volume. */
  readonly apply?: () => Promise<void>
}

export interface VolumePlanInput {
  readonly site: Site
  readonly volumes: readonly Volume[]
  readonly found: readonly HostVolumes[]
  /** Nodes of volumes that cannot be replicated here: volume name -> node name. */
  readonly pins: ReadonlyMap<string, string>
}

/**
 * What has to be done so that every volume is where it is wanted; by volume, then by host. A replicated volume is a local
 * one of its node here: where hosts have DRBD, it is planned elsewhere. Pure.
 */
export function planVolumes({site, volumes, found, pins}: VolumePlanInput): readonly VolumeStep[] {
  return volumes.flatMap(volume => {
    if (volume.kind === 'nfs') return [{volume, problem: noNetworkStorage(volume, site)}]
    const node = pins.get(volume.source)
    const places = node === undefined ? found : found.filter(({host}) => host.shortName === node)
    return places.map(place => localStep(volume, place))
  })
}

/** What has to be done so that no host has the volumes any more. Pure. */
export function planRemoval(volumes: readonly Volume[], found: readonly HostVolumes[]): readonly VolumeStep[] {
  return volumes.flatMap(volume =>
    found.map(({host, volumes: present}) => {
      const isThere = present.some(({Name}) => Name === volume.source)
      const change: Change = {...changeOf(volume, host), action: 'remove', details: ['asked for']}
      return isThere ? {volume, host, change} : {volume, host}
    }),
  )
}

/** The name and driver a volume is made with. */
export function driverOf({kind, driver = 'local', driverOptions}: Volume) {
  return kind === 'drbd' ? {driver: 'local', options: {}} : {driver, options: driverOptions}
}

function localStep(volume: Volume, {host, volumes}: HostVolumes): VolumeStep {
  const present = volumes.find(({Name}) => Name === volume.source)
  const {driver} = driverOf(volume)
  if (!present) {
    return {volume, host, change: {...changeOf(volume, host), action: 'create', details: [`driver: ${driver}`]}}
  }
  const details = diffVolume(driverOf(volume), present)
  if (details.length === 0) return {volume, host}
  const change: Change = {...changeOf(volume, host), action: 'replace', details}
  return {volume, host, change, problem: unchangeable(volume, host, details)}
}

function noNetworkStorage(volume: Volume, {provider}: Site): string {
  return (
    `${whereOf(volume)}Volume ${volume.source} asks for network storage (nfs), which provider ${provider} does not offer in ` +
    'this version of hive. Use "driver: local" with "driver_opts" {type: nfs, o: addr=..., device: ...} and a server of your own.'
  )
}

/** Why a volume that was made differently is left alone. */
export function unchangeable(volume: Volume, host: Host, details: readonly string[]): string {
  return (
    `${whereOf(volume)}Volume ${volume.source} on ${host.name} was left as it is: it was made differently ` +
    `(${details.join('; ')}) and Docker cannot change a volume. Save what is in it, remove it with "hive build-volumes -D ` +
    `-l ${volume.source}", then run "hive build-volumes" again.`
  )
}

/** What all changes of a volume on a host have in common. */
export function changeOf(volume: Volume, host: Host) {
  return {id: `volume:${volume.source}`, host: host.name, where: whereOf(volume).replace(/: $/, '') || undefined}
}

/** `file:line: ` of a volume in the inventory, for the beginning of a sentence. */
export function whereOf({position}: Volume): string {
  return position ? `${position.file}:${position.line}: ` : ''
}
