import type {Session} from '../session.ts'
import type {Host, Service, Site} from '../site/site.ts'

export interface PinInput {
  /** The hive host that answers for all: they are alike. */
  readonly host: Host
  /** Names of replicated volumes. */
  readonly sources: readonly string[]
  /** Nodes that are known already: they are not looked for. */
  readonly known?: ReadonlyMap<string, string>
}

/**
 * Nodes of the volumes that are wanted replicated where nothing replicates: volume name -> node name. The hive host that
 * has the volume already keeps it, else it is the first one's. Empty where hosts have DRBD.
 */
export async function pinVolumes(
  session: Session,
  {host, sources, known}: PinInput,
): Promise<ReadonlyMap<string, string>> {
  if (sources.length === 0 || (await hasDrbd(session, host))) return new Map()
  const unknown = sources.filter(source => !known?.has(source))
  return new Map([...(known ?? []), ...(unknown.length > 0 ? await lookForVolumes(session, unknown) : [])])
}

/** The replicated volumes some services mount, by name. */
export function replicatedVolumes(site: Site, services: readonly Service[]): readonly string[] {
  const mounted = new Set(services.flatMap(({mounts}) => mounts.map(mount => mount.source)))
  return site.volumes.filter(({kind, source}) => kind === 'drbd' && mounted.has(source)).map(({source}) => source)
}

/** Whether a host can replicate volumes: DRBD's module for its kernel and DRBD's tools. */
async function hasDrbd({hosts}: Session, host: Host): Promise<boolean> {
  const connection = await hosts.connect(host)
  const {code} = await connection.exec(
    'PATH=$PATH:/sbin:/usr/sbin; command -v drbdadm >/dev/null && { test -e /proc/drbd || modprobe -n -q drbd; }',
  )
  return code === 0
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
