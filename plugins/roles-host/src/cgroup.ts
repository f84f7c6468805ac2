import {type Facts, type Host, line, type Resource, sh} from '@hive-ci/cli'

/** `yes` where control groups are handed down as a whole, which keeps containers from mounting their own part anew. */
export const delegationFact = sh`grep -qE ' /sys/fs/cgroup cgroup2 [^ ]*nsdelegate' /proc/mounts && echo yes`

const own = 'cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid,nodev,noexec,relatime 0 0'

/**
 * Services with a systemd of their own (`standalone`) mount cgroup2 in their containers, which a mount with nsdelegate
 * refuses: hives mount it without. The line stays where it is once it was needed.
 */
export function cgroupMount(host: Host, {nsdelegate, container}: Facts): Resource[] {
  if (!host.isHive || container === 'yes' || nsdelegate !== 'yes') return []
  const kept = line('/etc/fstab', {line: own, matching: '^[^#]+[ \\t]/sys/fs/cgroup[ \\t]', create: true})
  return [{...kept, needsReboot: true}]
}
