import {raw, type Shell, sequence, sh} from '../../shell/sh.ts'
import {keeperPath, markerPath, resourcePath, unitOf} from './paths.ts'
import type {DrbdPlan, ReplicaPlan} from './plan.ts'
import {fileSystemOf, groupOf} from './wanted.ts'

/** Writes the resource, makes or enlarges the disk and brings the device up; what is right already stays as it is. */
export function prepareStep({volume, version, file, size}: DrbdPlan, {keepsCopy}: ReplicaPlan): Shell {
  const {source} = volume
  const group = groupOf(volume)
  const path = `${group}/${source}`
  return sequence(
    sh`mkdir -p /var/lib/hive`,
    sh`printf %s ${file} >${resourcePath(source)}.new && mv ${resourcePath(source)}.new ${resourcePath(source)}`,
    keepsCopy && diskStep({group, path, source, size}),
    keepsCopy &&
      sh`drbdadm dstate ${source} 2>/dev/null | grep -qv '^Unconfigured' || drbdadm dump-md ${source} >/dev/null 2>&1 || drbdadm create-md --force ${version.metaData} ${source} >/dev/null`,
    sh`drbdadm adjust ${source}`,
  )
}

interface Disk {
  readonly group: string
  readonly path: string
  readonly source: string
  readonly size: number
}

/** The pool of a group is found, not named: its name is the affair of the role that made it. */
function diskStep({group, path, source, size}: Disk): Shell {
  return sh`present=$(lvs --noheadings --units b --nosuffix -o lv_size ${path} 2>/dev/null | tr -d ' ')
if [ -z "$present" ]; then
  pool=$(lvs --noheadings -S segtype=thin-pool -o lv_name ${group} | tr -d ' ' | head -n 1)
  if [ -n "$pool" ]; then
    lvcreate -q --yes --thin --virtualsize ${size}b --name ${source} ${group}/"$pool"
  else
    lvcreate -q --yes --wipesignatures y --size ${size}b --name ${source} ${group}
  fi
elif [ "$present" -lt ${size} ]; then
  touch ${markerPath(source, 'grow')} && lvextend -q --size ${size}b ${path}
fi`
}

/** Seconds within which all hosts have to see each other, and for which a synchronization may stand still. */
export interface Patience {
  readonly connect: number
  readonly sync: number
}

/** Waits until every peer is connected; else prints the states of those who are not and exits 3. */
export function connectStep({volume, version}: DrbdPlan, patience: Patience): Shell {
  const {source} = volume
  const look = version.quorum
    ? sh`drbdadm status ${source} | sed -n 's/^ *\\([^ ]*\\) connection:\\([A-Za-z]*\\).*/\\1 \\2/p'`
    : sh`drbdadm cstate ${source} | grep -Ev '^(Connected|Sync|Paused|WFBitMap|WFSync|WFReport|Verify|Starting|Ahead|Behind)' | sed 's/^/peer /'`
  return sh`end=$(($(date +%s) + ${raw(String(patience.connect))}))
while missing=$(${look}); [ -n "$missing" ]; do
  [ "$(date +%s)" -lt "$end" ] || { printf '%s\\n' "$missing"; exit 3; }
  sleep 1
done`
}

/**
 * Gives a resource that has never held data its first: all copies, which read as zeros or hold nothing of worth, are
 * declared equal, so none has to be sent. Nothing is done when any copy is good already.
 */
export function seedStep({volume}: DrbdPlan): Shell {
  const {source} = volume
  return sh`if ! drbdadm dstate ${source} | tr '/' '\\n' | grep -qvE '^(Inconsistent|Diskless)$'; then
  drbdadm new-current-uuid --clear-bitmap ${`${source}/0`}
fi`
}

/** Waits until every copy is good; exits 4 and prints the states when nothing gets better for a while. */
export function syncStep({volume}: DrbdPlan, patience: Patience): Shell {
  const {source, drbd} = volume
  return sh`last= end=$(($(date +%s) + ${raw(String(patience.sync))}))
while states=$(drbdadm dstate ${source}); printf '%s\\n' "$states" | tr '/' '\\n' | grep -qvE '^(UpToDate|Diskless)$'; do
  now="$states $(drbdsetup status --statistics ${source} | grep -o 'out-of-sync:[0-9]*') $(sed -n '/^ *'${drbd?.deviceId ?? 0}':/,/oos:/s/.*\\(oos:[0-9]*\\).*/\\1/p' /proc/drbd)"
  [ "$now" = "$last" ] || { last=$now; end=$(($(date +%s) + ${raw(String(patience.sync))})); }
  [ "$(date +%s)" -lt "$end" ] || { printf '%s\\n' "$states"; exit 4; }
  sleep 1
done`
}

/** Makes a file system where there is none. A marker tells the next run of one that was killed while it was made. */
export function formatStep(plan: DrbdPlan): Shell {
  const {volume, version} = plan
  const device = `/dev/drbd${volume.drbd?.deviceId}`
  const marker = markerPath(volume.source, 'format')
  const fileSystem = fileSystemOf(volume)
  const force = fileSystem === 'xfs' ? '-f' : fileSystem.startsWith('ext') ? '-F' : '--force'
  return sh`if ! drbdadm status ${volume.source} | sed 1d | grep -q role:Primary; then
  drbdadm primary ${volume.source} || exit 1
  present=$(blkid -p -o value -s TYPE ${device}) || present=
  if [ -e ${marker} ] || [ -z "$present" ]; then
    touch ${marker} && mkfs -t ${fileSystem} ${force} ${device} >/dev/null && sync && rm ${marker} || exit 1
  elif [ "$present" != ${fileSystem} ]; then
    printf 'there is %s\\n' "$present"; exit 5
  fi
  ${version.autoPromote ? sh`drbdadm secondary ${volume.source}` : sh`:`}
fi`
}

/** Lets the device and the file system fill the larger disk: where it is mounted, else through a mount of its own. */
export function growStep({volume}: DrbdPlan): Shell {
  const {source} = volume
  const device = `/dev/drbd${volume.drbd?.deviceId}`
  const grow =
    fileSystemOf(volume) === 'xfs' ? sh`xfs_growfs "$place" >/dev/null` : sh`resize2fs ${device} >/dev/null 2>&1`
  return sh`was=$(drbdadm role ${source}) && drbdadm primary ${source} && drbdadm resize ${source} || exit 1
place=$(findmnt -n -f -o TARGET -S ${device}) || place=
if [ -n "$place" ]; then
  ${grow}
else
  place=$(mktemp -d) && mount ${device} "$place" && ${grow}
  status=$?
  umount "$place" && rmdir "$place" && [ "$status" = 0 ]
fi || exit 1
case $was in Primary*) ;; *) drbdadm secondary ${source} ;; esac`
}

/** The last step: the unit is enabled, and where a certain host has to be primary, that host stays so. */
export function completeStep({volume, version}: DrbdPlan): Shell {
  const {source} = volume
  const keeper = keeperPath(source)
  const text = `[Service]\nExecStartPost=-/bin/sh -c 'timeout 60 drbdadm wait-connect ${source}; drbdadm primary ${source}'\n`
  return sequence(
    sh`rm -f ${markerPath(source, 'grow')}`,
    version.autoPromote
      ? sh`rm -f ${keeper}`
      : sh`case $(drbdadm role ${source}) in
  Primary*) mkdir -p "$(dirname ${keeper})" && printf %s ${text} >${keeper} ;;
  */Primary) rm -f ${keeper} ;;
esac`,
    sh`systemctl daemon-reload`,
    sh`systemctl start ${unitOf(source)}`,
    sh`systemctl enable --quiet ${unitOf(source)}`,
  )
}

/** Takes the volume off a host, with all that is in it; gone is success. */
export function removeStep(source: string, group: string): Shell {
  return sh`if [ -e ${resourcePath(source)} ]; then
  systemctl disable --quiet ${unitOf(source)} 2>/dev/null
  systemctl stop --job-mode=ignore-dependencies ${unitOf(source)} 2>/dev/null
  drbdadm down ${source} || exit 1
fi
if lvs ${`${group}/${source}`} >/dev/null 2>&1; then lvremove -q --yes ${`${group}/${source}`} || exit 1; fi
rm -rf "$(dirname ${keeperPath(source)})"
rm -f ${resourcePath(source)} ${markerPath(source, 'format')} ${markerPath(source, 'grow')}
systemctl daemon-reload`
}
