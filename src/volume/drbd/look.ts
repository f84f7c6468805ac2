import {gatherFacts} from '../../engine/gather-facts.ts'
import type {Facts} from '../../role.ts'
import {raw, type Shell, sh} from '../../shell/sh.ts'
import type {Host, Volume} from '../../site/site.ts'
import type {Connection} from '../../transport/connection.ts'
import {keeperPath, markerPath, resourcePath, unitOf} from './paths.ts'
import {groupOf} from './wanted.ts'

/** What a host says of one replicated volume; texts are '' where there is nothing. */
export interface FoundReplica {
  readonly file: string
  /** Bytes of its disk; undefined without one. */
  readonly size?: number
  /** The unit is enabled: the last step, so everything before it was done. */
  readonly isComplete: boolean
  /** The device is up. */
  readonly isUp: boolean
  readonly isPrimary: boolean
  /** Is made primary at boot. */
  readonly isKeeper: boolean
  /** A run was killed while it made the volume larger. */
  readonly isGrowing: boolean
}

/** DRBD on one host. */
export interface FoundDrbd {
  readonly host: Host
  /** Version of the kernel module; '' when the host has none, or no tools. */
  readonly version: string
  /** The name the kernel knows the host by. */
  readonly nodeName: string
  /** By volume name. */
  readonly replicas: ReadonlyMap<string, FoundReplica>
}

/** Asks a host for all volumes in one exec. Throws HOST_UNREACHABLE, HOST_FAILED. */
export async function lookAtDrbd(
  connection: Connection,
  host: Host,
  volumes: readonly Volume[],
  signal: AbortSignal,
): Promise<FoundDrbd> {
  const questions = volumes.flatMap(volume =>
    Object.entries(questionsOf(volume)).map(([name, shell]): [string, Shell] => [`${volume.source} ${name}`, shell]),
  )
  const facts = await gatherFacts(
    connection,
    {version: versionQuestion, nodeName: raw('uname -n'), ...Object.fromEntries(questions)},
    {become: true, signal},
  )
  const replicas = volumes.map(({source}): [string, FoundReplica] => [source, replicaOf(source, facts)])
  return {host, version: facts.version ?? '', nodeName: facts.nodeName ?? '', replicas: new Map(replicas)}
}

/** The loaded module's own word counts more than that of the file it would be loaded from. */
const versionQuestion = raw(`command -v drbdadm >/dev/null || exit 1
sed -n 's/^version: \\([0-9.]*\\).*/\\1/p' /proc/drbd 2>/dev/null | grep . || modinfo -F version drbd`)

function questionsOf(volume: Volume): Readonly<Record<string, Shell>> {
  const {source} = volume
  return {
    file: sh`cat ${resourcePath(source)}`,
    size: sh`lvs --noheadings --units b --nosuffix -o lv_size ${`${groupOf(volume)}/${source}`}`,
    unit: sh`systemctl is-enabled ${unitOf(source)}`,
    disks: sh`drbdadm dstate ${source}`,
    role: sh`drbdadm role ${source}`,
    keeper: sh`[ -e ${keeperPath(source)} ] && echo yes`,
    growing: sh`[ -e ${markerPath(source, 'grow')} ] && echo yes`,
  }
}

function replicaOf(source: string, facts: Facts): FoundReplica {
  const answer = (name: string) => facts[`${source} ${name}`] ?? ''
  const size = answer('size')
  return {
    file: answer('file'),
    ...(size === '' ? {} : {size: Number(size)}),
    isComplete: answer('unit') === 'enabled',
    isUp: answer('disks') !== '' && !/^(Unconfigured|Failed)/.test(answer('disks')),
    isPrimary: answer('role').startsWith('Primary'),
    isKeeper: answer('keeper') === 'yes',
    isGrowing: answer('growing') === 'yes',
  }
}
