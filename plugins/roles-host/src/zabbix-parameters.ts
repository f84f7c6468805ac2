import type {Facts, Host, Site} from '@hive-ci/cli'

export const unitsProgram = '/usr/lib/hive/zabbix-units'
export const drbdProgram = '/usr/lib/hive/zabbix-drbd'
export const servicesProgram = '/usr/lib/hive/zabbix-services'
export const backupsProgram = '/usr/lib/hive/zabbix-backups'

/** Changes nothing and takes nothing from whoever asks. */
export const avcSearch = '/usr/sbin/ausearch --input-logs -m avc -ts today'

/**
 * What Zabbix may ask of a host besides what every agent knows: `key,command` (hive-phases.md 8.4, appendix D). The
 * repository host answers for the site; its keys end in the site's name, as they do in hive-builder.
 */
export function userParameters(host: Host, {name}: Site, {selinux}: Facts): readonly string[] {
  return [
    `systemd.service.discovery,${unitsProgram} discover`,
    `systemd.service.failed.count,${unitsProgram} failed`,
    `systemd.service.restart[*],${unitsProgram} restarted "$1"`,
    ...(host.isHive ? drbdParameters : []),
    ...(selinux === 'disabled' ? [] : [`ausearch,sudo -n ${avcSearch} 2>/dev/null | grep -c '^type=AVC'`]),
    ...(host.isRepository ? [...serviceParameters(host, name), ...backupParameters(host, name)] : []),
  ]
}

const drbdParameters = [
  `user.discovery.drbd-resource,sudo -n ${drbdProgram} discover`,
  `drbd-resource[*],sudo -n ${drbdProgram} state "$1"`,
]

function serviceParameters({admin}: Host, site: string): readonly string[] {
  const ask = `sudo -n -H -u ${admin} ${servicesProgram}`
  const ofService = (key: string, question: string) => `${key}.${site}[*],${ask} ${question} "$1"`
  return [
    `user.discovery.docker-service.${site},${ask} services`,
    `user.discovery.docker-standalone-service.${site},${ask} standalone`,
    `user.discovery.docker-innerservice.${site},${ask} units`,
    `user.discovery.docker-volume.${site},${ask} volumes`,
    ofService('docker-service-uptime', 'uptime'),
    ofService('docker-service-replicas', 'replicas'),
    ofService('docker-failed-innerservice-count', 'failed'),
    `docker-innerservice-uptime.${site}[*],${ask} unit "$1" "$2"`,
    `docker-volume.${site}[*],${ask} volume "$1" "$2"`,
    `docker.swarm.service.discovery.${site},${ask} services`,
    ofService('docker.swarm.service.cpu', 'cpu'),
    ofService('docker.swarm.service.memory', 'memory'),
    ofService('docker.swarm.service.memory.percent', 'percent'),
    ofService('docker.swarm.service.memory.limit', 'limit'),
    ofService('docker.swarm.service.replicas.running', 'running'),
    ofService('docker.swarm.service.replicas.desired', 'desired'),
  ]
}

function backupParameters({admin}: Host, site: string): readonly string[] {
  const ask = `sudo -n -H -u ${admin} ${backupsProgram}`
  return [`hive.backup.discovery.${site},${ask} discover`, `hive.backup.age.${site}[*],${ask} age "$1" "$2"`]
}
