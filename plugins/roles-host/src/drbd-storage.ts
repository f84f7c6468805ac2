import {command, type Facts, HiveError, type Host, type Resource, sh} from '@hive-ci/cli'
import {z} from 'zod'

/** What a host says about its disks and LVM, for {@link drbdStorage}. */
export const storageFacts = {
  /** Volume groups, one in a line. */
  volumeGroups: sh`vgs --noheadings -o vg_name | tr -d ' '`,
  /** How many disks or partitions belong to volume groups nobody can read yet, because LVM's tools are not installed. */
  unreadVolumes: sh`command -v vgs >/dev/null || lsblk -nro FSTYPE | grep -c '^LVM2_member$'`,
  /**
   * Disks nothing is on, one path in a line: not read-only, no partition or other user, no signature known to blkid and
   * wipefs, and nothing but zeros in the first and last MiB, where what those do not know would begin.
   */
  emptyDisks: sh`lsblk -dnbro NAME,TYPE,RO,SIZE | while read -r name type readonly size; do
  case $name in drbd* | zram* | ram* | fd* | loop* | nbd*) continue ;; esac
  [ "$type" = disk ] && [ "$readonly" = 0 ] && [ "$size" -ge 134217728 ] || continue
  disk=/dev/$name
  [ "$(lsblk -nro NAME "$disk" | wc -l)" = 1 ] && [ -z "$(ls "/sys/block/$name/holders")" ] || continue
  grep -q "^$disk " /proc/mounts /proc/swaps && continue
  [ -z "$(lsblk -dnro MOUNTPOINT "$disk")" ] && [ -z "$(wipefs -n "$disk")" ] || continue
  ends=$({ head -c 1048576 "$disk" && dd if="$disk" bs=1048576 skip="$((size / 1048576 - 1))"; } 2>/dev/null |
    tr -d '\\0' | head -c 1 | wc -c)
  [ "$ends" = 0 ] && echo "$disk"
done`,
}

const devicesShape = z.array(
  z.object({
    /** Disks that may be used, the first empty one is taken. */
    device_order: z.array(z.string().startsWith('/dev/')).optional(),
    vgname: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9+_.-]*$/),
    poolname: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9+_.-]*$/)
      .optional(),
  }),
)

/**
 * A volume group with a thin pool for each entry of `hive_mirrored_disk_devices`, on disks that are empty. Which disk that
 * is is never guessed: throws `HiveError` HOST_FAILED where none or several come into question.
 */
export function drbdStorage(host: Host, facts: Facts): Resource[] {
  if (host.variables.get('hive_no_mirrored_device') === true) return []
  const groups = new Set(linesOf(facts.volumeGroups))
  const empty = linesOf(facts.emptyDisks)
  const missing = devicesOf(host).filter(({vgname}) => !groups.has(vgname))
  return devicesOf(host).flatMap(device => {
    const others = missing.filter(other => other !== device).flatMap(({device_order: order = []}) => order)
    const choice = {empty, others, alone: missing.length === 1}
    const made = groups.has(device.vgname) ? [] : [madeOrFound(host, device, choice, facts)]
    return [...made, ...(device.poolname === undefined ? [] : [thinPool(device.vgname, device.poolname)])]
  })
}

type Device = z.infer<typeof devicesShape>[number]

function devicesOf(host: Host): readonly Device[] {
  const value = host.variables.get('hive_mirrored_disk_devices')
  if (value === undefined) return [{vgname: 'drbdvg', poolname: 'drbdpool'}]
  const parsed = devicesShape.safeParse(value)
  if (parsed.success) return parsed.data
  throw new HiveError(
    'INVENTORY_INVALID',
    `${host.name}: hive_mirrored_disk_devices is not right:\n${z.prettifyError(parsed.error)}`,
  )
}

/** Where LVM's tools come with this very run, what they find then decides whether a disk is needed at all. */
function madeOrFound(host: Host, device: Device, choice: Choice, {unreadVolumes}: Facts): Resource {
  if (!Number(unreadVolumes)) return volumeGroup(device.vgname, chosenDisk(host, device, choice))
  const sentence = `The disks with LVM hold no volume group ${device.vgname}; run the same command again to have one made.`
  return command(`the volume group ${device.vgname} is on a disk that was there`, {
    check: sh`vgs ${device.vgname} >/dev/null 2>&1`,
    apply: sh`printf '%s\\n' ${sentence} >&2; false`,
  })
}

interface Choice {
  readonly empty: readonly string[]
  readonly others: readonly string[]
  readonly alone: boolean
}

function chosenDisk(host: Host, {device_order: order, vgname}: Device, {empty, others, alone}: Choice): string {
  const named = order?.find(disk => empty.includes(disk))
  if (named !== undefined) return named
  const free = order === undefined ? empty.filter(disk => !others.includes(disk)) : []
  const [only] = free
  if (only !== undefined && free.length === 1 && alone) return only
  throw new HiveError('HOST_FAILED', noDisk(host, vgname, {order, empty, free}), {
    suggestions: [
      `Name it in host_vars: "hive_mirrored_disk_devices: [{vgname: ${vgname}, poolname: drbdpool, device_order: [/dev/...]}]".`,
      'A host that shall keep no copy of the data says "hive_no_mirrored_device: true".',
    ],
  })
}

function noDisk(
  host: Host,
  group: string,
  {order, empty, free}: {order: readonly string[] | undefined; empty: readonly string[]; free: readonly string[]},
): string {
  const found = empty.length === 0 ? 'no disk of the host is empty' : `empty are ${empty.join(', ')}`
  const start = `${host.name}: The volume group ${group} for replicated volumes needs a disk`
  if (order !== undefined) return `${start}: none of ${order.join(', ')} is empty (${found}). Nothing was touched.`
  if (free.length === 0) return `${start}, but ${found}. Only a disk without partitions, file system and data is used.`
  return `${start}, and which of them is not said: ${found}. Nothing was touched.`
}

function volumeGroup(group: string, disk: string): Resource {
  return command(`the volume group ${group} is on ${disk}`, {
    check: sh`vgs ${group} >/dev/null 2>&1`,
    apply: sh`[ -z "$(wipefs -n ${disk})" ] || { printf '%s is no longer empty.\\n' ${disk} >&2; false; } &&
vgcreate --yes ${group} ${disk}`,
    diff: sh`printf '+ %s on %s\\n' ${group} ${disk}`,
  })
}

/** Zeroing is on: a new volume reads as zeros on every host, so a first full synchronization can be left out. */
function thinPool(group: string, pool: string): Resource {
  return command(`the thin pool ${group}/${pool} is there`, {
    check: sh`lvs ${`${group}/${pool}`} >/dev/null 2>&1`,
    apply: sh`lvcreate --yes --type thin-pool --chunksize 256k --zero y --extents 95%FREE --name ${pool} ${group}`,
  })
}

function linesOf(text = ''): readonly string[] {
  return text.split('\n').filter(line => line !== '')
}
