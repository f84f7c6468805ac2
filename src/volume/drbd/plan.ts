import type {Host, Volume} from '../../site/site.ts'
import type {FoundDrbd, FoundReplica} from './look.ts'
import {nodeIds} from './node-ids.ts'
import {type Member, resourceFile} from './resource-file.ts'
import {diskSize} from './size.ts'
import {type DrbdVersion, drbdVersion} from './version.ts'
import {groupOf, keepsCopy} from './wanted.ts'

/** One host's part of a replicated volume. */
export interface ReplicaPlan {
  readonly host: Host
  readonly found: FoundReplica
  readonly keepsCopy: boolean
  /** Names of the other hosts of the resource. */
  readonly peers: readonly string[]
  /** What differs, one line each; empty when nothing does. */
  readonly details: readonly string[]
}

/** A replicated volume, compared with what its hosts have. */
export interface DrbdPlan {
  readonly volume: Volume
  readonly version: DrbdVersion
  readonly file: string
  /** Bytes. */
  readonly size: number
  /** The host that is given the first data, a file system and, where it has to be a certain host, the services. */
  readonly first: Host
  readonly replicas: readonly ReplicaPlan[]
}

/** The plan of one volume, or why there is none: a whole sentence without the place in the inventory. Pure. */
export function planDrbd(volume: Volume, found: readonly FoundDrbd[]): DrbdPlan | string {
  const version = commonVersion(found)
  if (typeof version === 'string') return `Volume ${volume.source} is to be replicated, but ${version}`
  const members = found.filter(({host}) => version.diskless || keepsCopy(volume, host))
  const copies = members.filter(({host}) => keepsCopy(volume, host))
  const first = copies.find(({host}) => host.isFirstHive) ?? copies[0]
  const size = diskSize(volume.drbd?.size ?? '')
  const problem =
    cannotBe(volume, version, {members: members.length, copies: copies.length}) ?? sizeProblem(volume, found)
  if (problem !== undefined || !first || size === undefined) return problem ?? noCopy(volume)
  const file = fileOf(volume, version, members)
  if (file === undefined) return contradiction(volume)
  const replicas = members.map(place => replicaPlan(volume, place, {version, file, size, members}))
  return {volume, version, file, size, first: first.host, replicas}
}

function commonVersion(found: readonly FoundDrbd[]): DrbdVersion | string {
  const without = found.filter(({version}) => version === '')
  if (without.length > 0)
    return `${names(without)} cannot: DRBD's module or tools are missing. Run "hive setup-hosts -T drbd".`
  const generations = new Map(found.map(({version}) => [drbdVersion(version), version]))
  const [version] = generations.keys()
  if (version !== undefined && generations.size === 1) return version
  const told = found.map(({host, version: each}) => `${host.name} ${each}`).join(', ')
  return `the hosts should all have DRBD 8.4 or all have DRBD 9, and were found with ${told}.`
}

function cannotBe(
  {source}: Volume,
  {name, mostCopies, fewestHosts}: DrbdVersion,
  {members, copies}: {members: number; copies: number},
): string | undefined {
  if (copies > mostCopies) {
    return (
      `Volume ${source}: ${name} keeps at most ${mostCopies} copies, and ${copies} hosts would have one. Name the others under ` +
      '"diskless" of the volume, or give them "hive_no_mirrored_device: true".'
    )
  }
  if (copies > 0 && members < fewestHosts) {
    return `Volume ${source}: ${name} needs ${fewestHosts} hosts that keep a copy, and there is ${members}. Use a volume without "drbd".`
  }
  return undefined
}

function sizeProblem({source, drbd}: Volume, found: readonly FoundDrbd[]): string | undefined {
  const size = diskSize(drbd?.size ?? '')
  if (size === undefined) {
    return `Volume ${source}: "size" of drbd should be a size like 500M or 20G, got ${JSON.stringify(drbd?.size ?? null)}.`
  }
  const larger = found.find(({replicas}) => (replicas.get(source)?.size ?? 0) > size)
  if (!larger) return undefined
  const present = (larger.replicas.get(source)?.size ?? 0) / 2 ** 20
  return (
    `Volume ${source} has ${present} MiB on ${larger.host.name} and is wanted with ${size / 2 ** 20} MiB: a volume can grow, ` +
    `but not shrink. Save what is in it, remove it with "hive build-volumes -D -l ${source}" and build it again.`
  )
}

function noCopy({source}: Volume): string {
  return `Volume ${source}: no host would keep a copy of it; all are diskless. Take one out of "diskless".`
}

function contradiction({source}: Volume): string {
  return (
    `Volume ${source}: its resource files /etc/drbd.d/${source}.res on the hosts give the same host different numbers ` +
    '(node-id), or two hosts the same. Make them equal, with the numbers "drbdadm status" works with, and try again.'
  )
}

function fileOf(volume: Volume, version: DrbdVersion, members: readonly FoundDrbd[]): string | undefined {
  const files = members.map(({replicas}) => replicas.get(volume.source)?.file ?? '')
  const order = members.map(({nodeName}) => nodeName.split('.')[0] ?? nodeName).toSorted()
  const ids = version.quorum ? nodeIds(order, files) : new Map<string, number>()
  return (
    ids &&
    resourceFile({
      name: volume.source,
      deviceId: volume.drbd?.deviceId ?? 0,
      version,
      members: members.map(({host, nodeName}): Member => {
        const disk = keepsCopy(volume, host) ? {disk: `/dev/${groupOf(volume)}/${volume.source}`} : {}
        return {
          name: nodeName,
          address: host.address,
          nodeId: ids.get(nodeName.split('.')[0] ?? nodeName) ?? 0,
          ...disk,
        }
      }),
    })
  )
}

interface Wanted {
  readonly version: DrbdVersion
  readonly file: string
  readonly size: number
  readonly members: readonly FoundDrbd[]
}

const nothing: FoundReplica = {
  file: '',
  isComplete: false,
  isUp: false,
  isPrimary: false,
  isKeeper: false,
  isGrowing: false,
}

function replicaPlan(volume: Volume, {host, replicas}: FoundDrbd, {version, file, size, members}: Wanted): ReplicaPlan {
  const found = replicas.get(volume.source) ?? nothing
  const isCopy = keepsCopy(volume, host)
  const peers = members.filter(other => other.host !== host).map(other => other.host.name)
  return {host, found, keepsCopy: isCopy, peers, details: differences(found, {version, file, size: isCopy ? size : 0})}
}

function differences(found: FoundReplica, wanted: Omit<Wanted, 'members'>): readonly string[] {
  const present = found.size ?? 0
  const mebi = (bytes: number) => `${bytes / 2 ** 20} MiB`
  const isMisled =
    !wanted.version.autoPromote && found.isComplete && found.isKeeper !== found.isPrimary && found.isPrimary
  return [
    ...(found.file === wanted.file.trim() ? [] : [found.file === '' ? 'resource: new' : 'resource: differs']),
    ...(present < wanted.size ? [`disk: ${present === 0 ? 'none' : mebi(present)} -> ${mebi(wanted.size)}`] : []),
    ...(found.isGrowing ? ['growing: to be finished'] : []),
    ...(found.isUp ? [] : ['device: down -> up']),
    ...(found.isComplete ? [] : ['unit: to be enabled']),
    ...(isMisled ? ['primary at boot: other host -> this host'] : []),
  ]
}

function names(found: readonly FoundDrbd[]): string {
  return found.map(({host}) => host.name).join(', ')
}
