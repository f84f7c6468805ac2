import {command, file, type Host, type OsFamily, packages, type Resource, sh, textVariable} from '@hive-ci/cli'

/** `hive_timezone`, e.g. `Asia/Tokyo`; without it the host keeps what it has. */
export function timeZoneResources(host: Host, family: OsFamily): Resource[] {
  const zone = textVariable(host, 'hive_timezone')
  if (zone === undefined) return []
  const data = `/usr/share/zoneinfo/${zone}`
  return [
    packages('tzdata'),
    command(`the time zone is ${zone}`, {
      check: sh`[ -f ${data} ] && [ "$(readlink -f /etc/localtime)" = "$(readlink -f ${data})" ]`,
      apply: sh`if [ -f ${data} ]; then ln -sfn ${data} /etc/localtime; else printf '%s\\n' ${unknownZone(zone)} >&2; false; fi`,
      diff: sh`printf '%s -> %s\\n' "$(readlink /etc/localtime)" ${data}`,
    }),
    ...(family === 'debian' ? [file('/etc/timezone', {content: `${zone}\n`})] : []),
  ]
}

function unknownZone(zone: string): string {
  return `There is no time zone ${JSON.stringify(zone)}. hive_timezone should be a name like "Asia/Tokyo" or "Etc/UTC".`
}
