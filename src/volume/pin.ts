import type {Session} from '../session.ts'
import {sh} from '../shell/sh.ts'
import type {Host, Service, Site} from '../site/site.ts'
import {runStep} from './drbd/run-step.ts'
import {type DrbdVersion, drbdVersion} from './drbd/version.ts'

export interface PinInput {
  /** The hive host that answers for all: they are alike. */
  readonly host: Host
  /** Names of replicated volumes. */
  readonly sources: readonly string[]
  /** Nodes that are known already: they are not looked for. */
  readonly known?: ReadonlyMap<string, string>
}

/**
 * Nodes of the volumes that are wanted replicated but are used on one node only: volume name -> node name. Where nothing
 * replicates, the hive host that has the volume already keeps it, else it is the first one's. Where DRBD replicates, but
 * devices do not become primary by themselves, it is the host that is primary. Empty where volumes go with their tasks.
 */
export async function pinVolumes(
  session: Session,
  {host, sources, known}: PinInput,
): Promise<ReadonlyMap<string, string>> {
  const version = sources.length === 0 ? undefined : await drbdOf(session, host)
  if (sources.length === 0 || version?.autoPromote) return new Map()
  if (version) return new Map([...(known ?? []), ...(await primaries(session, sources))])
  const unknown = sources.filter(source => !known?.has(source))
  return new Map([...(known ?? []), ...(unknown.length > 0 ? await lookForVolumes(session, unknown) : [])])
}

/** The replicated volumes some services mount, by name. */
export function replicatedVolumes(site: Site, services: readonly Service[]): readonly string[] {
  const mounted = new Set(services.flatMap(({mounts}) => mounts.map(mount => mount.source)))
  return site.volumes.filter(({kind, source}) => kind === 'drbd' && mounted.has(source)).map(({source}) => source)
}

/** The DRBD of a host that can replicate volumes: it has the module for its kernel and the tools. */
export async function drbdOf({hosts}: Session, host: Host): Promise<DrbdVersion | undefined> {
  const connection = await hosts.connect(host)
  const {code, stdout} = await connection.exec(
    'PATH=$PATH:/sbin:/usr/sbin; command -v drbdadm >/dev/null && ' +
      `{ sed -n 's/^version: \\([0-9.]*\\).*/\\1/p' /proc/drbd 2>/dev/null | grep . || modinfo -F version drbd; }`,
  )
  return code === 0 ? drbdVersion(stdout.trim()) : undefined
}

/** A host that does not answer is none: the peer may have been made primary just because of that. */
async function primaries(session: Session, sources: readonly string[]): Promise<readonly [string, string][]> {
  const hives = session.site.hosts.filter(host => host.isHive)
  const question = sh`for each in ${sources}; do case $(drbdadm role "$each" 2>/dev/null) in Primary*) echo "$each" ;; esac; done`
  const answers = await Promise.allSettled(hives.map(host => runStep(session, host, question)))
  return answers.flatMap((answer, index): [string, string][] => {
    const node = hives[index]?.shortName
    if (answer.status === 'rejected' || node === undefined) return []
    return answer.value.stdout
      .split('\n')
      .flatMap((source): [string, string][] => (source === '' ? [] : [[source, node]]))
  })
}

async function lookForVolumes(session: Session, sources: readonly string[]): Promise<readonly [string, string][]> {
  const hives = session.site.hosts.filter(host => host.isHive)
  const present = await Promise.all(hives.map(host => volumesOf(session, host)))
  return sources.flatMap((source): [string, string][] => {
    const holder = hives.find((_, index) => present[index]?.has(source)) ?? hives[0]
    return holder ? [[source, holder.shortName]] : []
  })
}

async function volumesOf({hosts}: Session, host: Host): Promise<ReadonlySet<string>> {
  const docker = await hosts.engine(host)
  const {Volumes} = await docker.listVolumes()
  return new Set(Volumes?.map(({Name}) => Name))
}
