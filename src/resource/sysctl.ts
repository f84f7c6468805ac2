import {HiveError} from '../error.ts'
import {sequence, sh} from '../shell/sh.ts'
import type {Resource} from './resource.ts'

export interface SysctlState {
  /** Hold without doing anything where the kernel has no such setting. */
  readonly optional?: boolean
}

/** A kernel setting: now, and after every boot through `/etc/sysctl.d/90-hive-<name>.conf`. */
export function sysctl(name: string, value: string | number, {optional = false}: SysctlState = {}): Resource {
  if (!/^[A-Za-z0-9_-]+([./][A-Za-z0-9_*-]+)+$/.test(name)) {
    throw new HiveError('EXTENSION_INVALID', `${JSON.stringify(name)} is not the name of a kernel setting.`)
  }
  const live = `/proc/sys/${name.replaceAll('.', '/')}`
  const kept = `/etc/sysctl.d/90-hive-${name.replaceAll('/', '.')}.conf`
  const text = `${name} = ${value}`
  const holds = sh`hive_is_live ${live} ${value} && hive_is_kept ${kept} ${text}`
  return {
    id: `sysctl:${name}`,
    check: optional ? sh`[ ! -e ${live} ] || { ${holds}; }` : holds,
    apply: sequence(
      sh`mkdir -p /etc/sysctl.d && hive_write ${kept} 644 root root printf '%s\\n' ${text}`,
      sh`hive_set_live ${live} ${value}`,
    ),
    diff: sh`printf '%s: now %s, wanted %s\\n' ${name} "$(cat ${live})" ${value}`,
  }
}
