import type {Host} from '@hive-ci/cli'

/** Variables of hive-builder that change nothing here, and why. */
const unread: Readonly<Record<string, string>> = {
  hive_internal_cidr_v6: 'IPv6 between containers is not set up.',
  hive_need_libselinux: 'No role needs Python packages on a host.',
  // A name hive-builder looked for in one place only.
  hive_no_mirrored_devices: 'It is called hive_no_mirrored_device.',
  hive_partition_label: 'Disks for replicated volumes are taken whole, without partitions.',
  hive_python_revision: 'No role needs Python packages on a host.',
}

/** One sentence for each variable that somebody set and no role reads. */
export function unreadVariables({variables}: Host): readonly string[] {
  return Object.entries(unread)
    .filter(([name]) => variables.has(name))
    .map(([name, reason]) => `${name} is set and changes nothing. ${reason}`)
}
