import {HiveError} from '../error.ts'
import {sh} from '../shell/sh.ts'
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
  return {
    id: `sysctl:${name}`,
    check: sh`{ ${optional ? sh`[ ! -e ${live} ]` : sh`false`}; } || hive_sysctl_is ${live} ${value} ${kept} ${text}`,
    apply: sh`hive_write ${kept} 644 root root printf '%s\\n' ${text} && printf '%s\\n' ${value} >${live}`,
    diff: sh`printf '%s: %s -> %s\\n' ${name} "$(cat ${live})" ${value}`,
  }
}
