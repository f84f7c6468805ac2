import {line, type OsFamily, type Resource, service} from '@hive-ci/cli'

/** Debian's package waits to be switched on. */
export function sysstat(family: OsFamily): Resource[] {
  const gates =
    family === 'debian'
      ? [line('/etc/default/sysstat', {line: 'ENABLED="true"', matching: '^ENABLED=', create: true})]
      : []
  return [
    ...gates,
    service('sysstat.service', {enabled: true, running: true, ...(gates.length > 0 && {restartedBy: gates})}),
  ]
}
