import type {Mount} from '../../site/site.ts'

/** What a container needs in which systemd is process 1 (hive-builder's `standalone: true`). */
export const standaloneMounts: readonly Mount[] = ['/run', '/tmp', '/sys/fs/cgroup'].map(target => ({
  source: '',
  target,
  type: 'tmpfs',
  readonly: false,
}))

export const standaloneCapabilities: readonly string[] = [
  'NET_ADMIN',
  'SYS_ADMIN',
  'SYSLOG',
  'SYS_PTRACE',
  'AUDIT_CONTROL',
]

/** Used when a standalone service has no command of its own: the cgroup tree first, systemd then. */
export const standaloneCommand: readonly string[] = [
  'sh',
  '-c',
  'mount -t cgroup2 cgroup2 /sys/fs/cgroup && exec /sbin/init',
]
