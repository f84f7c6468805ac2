import {command, type Facts, HiveError, type Host, line, type Resource, sh, textVariable} from '@hive-ci/cli'

/** `hive_selinux`: `permissive` by default, or `enforcing`, `disabled`. Switching it off or on takes a reboot. */
export function selinuxResources(host: Host, {selinux}: Facts): Resource[] {
  const mode = textVariable(host, 'hive_selinux') ?? 'permissive'
  if (!['permissive', 'enforcing', 'disabled'].includes(mode)) {
    throw new HiveError(
      'INVENTORY_INVALID',
      `${host.name}: hive_selinux should be "permissive", "enforcing" or "disabled", got ${JSON.stringify(mode)}.`,
    )
  }
  const kept = line('/etc/selinux/config', {line: `SELINUX=${mode}`, matching: '^SELINUX='})
  if ((selinux === 'disabled') !== (mode === 'disabled')) return [{...kept, needsReboot: true}]
  return mode === 'disabled' ? [kept] : [kept, now(mode)]
}

function now(mode: string): Resource {
  return command(`SELinux is ${mode}`, {
    check: sh`getenforce | grep -qixF ${mode}`,
    apply: sh`setenforce ${mode}`,
    diff: sh`printf '%s -> %s\\n' "$(getenforce)" ${mode}`,
  })
}
