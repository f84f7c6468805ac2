import {command, type Facts, type Host, packages, type Resource, sh} from '@hive-ci/cli'

const group = 'rootvg'
const volume = `${group}/varlv`

/** `yes` where `/var` is the volume that images of Enterprise Linux with LVM keep it on. */
export const varVolumeFact = sh`lvs ${volume} >/dev/null 2>&1 && echo yes`

/**
 * Such an image has the size it was made with, whatever disk it is put on: with `disk_size` in the stage, `/var`, where
 * images and volumes are, gets all that is left. Partition, LVM and file system grow while they are in use, so there is
 * no reboot. The volumes tell such an image, not the provider.
 */
export function growingVar(host: Host, {container, varVolume}: Facts): Resource[] {
  if (container === 'yes' || varVolume !== 'yes' || !host.variables.has('hive_disk_size')) return []
  return [packages({redhat: 'cloud-utils-growpart'}), partitions, physicalVolumes, taken, fileSystem]
}

/** growpart ends with 1 where there is nothing to gain. A whole disk without partitions has no number and is passed over. */
const partitions = command(`partitions of ${group} end where their disks do`, {
  define: sh`each_partition() {
pvs --noheadings -o pv_name -S vg_name=${group} | while read -r path; do
  entry=$(readlink -f "/sys/class/block/\${path##*/}")
  [ -e "$entry/partition" ] || continue
  disk=\${entry%/*}
  "$1" "/dev/\${disk##*/}" "$(cat "$entry/partition")" </dev/null || exit
done
}
is_grown() {
  growpart --dry-run "$1" "$2"
  [ "$?" = 1 ]
}`,
  check: sh`each_partition is_grown`,
  apply: sh`grow() {
  is_grown "$@" || growpart "$@"
}
each_partition grow`,
  diff: sh`growth() {
  growpart --dry-run "$@" 2>/dev/null | grep CHANGE:
  :
}
each_partition growth`,
})

/** Less than an extent, and the place of LVM's own notes, is always left. */
const physicalVolumes = command(`${group} has all of its partitions`, {
  check: sh`pvs --noheadings --nosuffix --units b -o dev_size,pv_size,pe_start,vg_extent_size -S vg_name=${group} |
awk '$1 - $2 - $3 >= $4 { exit 1 }'`,
  apply: sh`pvs --noheadings -o pv_name -S vg_name=${group} | xargs pvresize`,
})

const taken = command(`${volume} has all that is free in ${group}`, {
  check: sh`[ "$(vgs --noheadings -o vg_free_count ${group} | tr -d ' ')" = 0 ]`,
  apply: sh`lvextend --extents +100%FREE ${volume}`,
  diff: sh`vgs --noheadings -o vg_free ${group}`,
})

/** A step of its own, so that a run that died between the two is made good. */
const fileSystem = command(`the file system fills ${volume}`, {
  check: sh`:`,
  apply: sh`:`,
  onChange: {of: [taken], run: sh`fsadm --yes resize ${`/dev/${volume}`}`},
})
