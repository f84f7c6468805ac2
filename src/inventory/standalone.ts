import type {RawVariable} from './entry.ts'
import {below} from './origin.ts'
import type {ReadService} from './services.ts'

/** What a service that runs systemd has beyond what it was given (hive-inventory.md section 5.6). */
export function standaloneVariables(
  {definition, origin}: ReadService,
  mounts: readonly object[],
): readonly (readonly [string, RawVariable])[] {
  const {cap_add: given, command} = definition
  const capabilities = Array.isArray(given) ? given.map(String) : []
  const missing = neededCapabilities.filter(capability => !capabilities.includes(capability))
  const isCommandMissing = command === undefined || command === ''
  return [
    ['hive_volumes', {value: [...temporaryMounts, ...mounts], origin: below(origin, 'volumes')}],
    ['hive_cap_add', {value: [...capabilities, ...missing], origin: below(origin, 'cap_add')}],
    ...(isCommandMissing ? [['hive_command', {value: startSystemd, origin}] as const] : []),
  ]
}

const temporaryMounts = ['/run', '/tmp', '/sys/fs/cgroup'].map(target => ({source: '', target, type: 'tmpfs'}))

const neededCapabilities = ['NET_ADMIN', 'SYS_ADMIN', 'SYSLOG', 'SYS_PTRACE', 'AUDIT_CONTROL']

const startSystemd = ['sh', '-c', 'mount -t cgroup2 cgroup2 /sys/fs/cgroup && exec /sbin/init']
