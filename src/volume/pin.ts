import type {Session} from '../session.ts'
import type {Host, Site} from '../site/site.ts'

/**
 * Nodes of the volumes that are wanted replicated where nothing replicates: volume name -> node name. The hive host that
 * has the volume already keeps it, else it is the first one's. Empty where hosts have DRBD.
 */
export async function pinVolumes(session: Session): Promise<ReadonlyMap<string, string>> {
  const sources = replicatedVolumes(session.site)
  const hives = session.site.hosts.filter(host => host.isHive)
  const [first] = hives
  if (sources.length === 0 || !first || (await hasDrbd(session, first))) return new Map()
  const present = await Promise.all(hives.map(host => volumesOf(session, host)))
  return new Map(
    sources.map(source => {
      const holder = hives.find((_, index) => present[index]?.has(source)) ?? first
      return [source, holder.shortName]
    }),
  )
}

/** Whether a host can replicate volumes: DRBD's module for its kernel and DRBD's tools. */
export async function hasDrbd({hosts}: Session, host: Host): Promise<boolean> {
  const connection = await hosts.connect(host)
  const {code} = await connection.exec(
    'PATH=$PATH:/sbin:/usr/sbin; command -v drbdadm >/dev/null && { test -e /proc/drbd || modprobe -n -q drbd; }',
  )
  return code === 0
}

function replicatedVolumes(site: Site): readonly string[] {
  return site.volumes.filter(volume => volume.kind === 'drbd').map(volume => volume.source)
}

async function volumesOf({hosts}: Session, host: Host): Promise<ReadonlySet<string>> {
  const docker = await hosts.engine(host)
  const {Volumes} = await docker.listVolumes()
  return new Set(Volumes?.map(({Name}) => Name))
}
