import {
  command,
  defineHostRole,
  directory,
  type Facts,
  file,
  type Host,
  osFamily,
  packages,
  type Resource,
  type Site,
  service,
  sh,
  user,
  zabbixNetwork,
} from '@hive-ci/cli'
import {families} from './family.ts'
import {zabbixBackups} from './zabbix-backups.ts'
import {zabbixDrbd} from './zabbix-drbd.ts'
import {zabbixRepository} from './zabbix-package.ts'
import {
  avcSearch,
  backupsProgram,
  drbdProgram,
  servicesProgram,
  unitsProgram,
  userParameters,
} from './zabbix-parameters.ts'
import {zabbixServices} from './zabbix-services.ts'
import {overlookedUnits, zabbixUnits} from './zabbix-units.ts'

/** Answers the questions of the Zabbix server on the repository host, and nobody else's. */
export const zabbixAgent = defineHostRole({
  name: 'zabbix-agent',
  group: 'servers',

  resources(host, site, facts) {
    const family = osFamily(host.name, facts)
    const member = user('zabbix', {groups: ['adm']})
    const settings = file(`${families[family].zabbixAgentSettings}/hive.conf`, {
      content: agentSettings(host, site, facts),
    })
    return [
      ...zabbixRepository(family, facts),
      packages('zabbix-agent'),
      // Whose group the log files of services are.
      member,
      directory('/usr/lib/hive'),
      ...programs(host, site),
      ...sudoRights(host, facts),
      file('/etc/zabbix/service_discovery_blacklist', {content: overlookedUnits}),
      settings,
      service('zabbix-agent.service', {enabled: true, running: true, restartedBy: [member, settings]}),
    ]
  },
})

/** Included by the package's own file; what comes later wins. */
function agentSettings(host: Host, site: Site, facts: Facts): string {
  const server = site.hosts.find(({isRepository}) => isRepository)?.address ?? site.registry.host
  const contained = host.isRepository ? [zabbixNetwork(host).server] : []
  return [
    '# Kept by hive, role zabbix-agent.',
    `Server=${['127.0.0.1', '::1', server, ...contained].join(',')}`,
    `ServerActive=${server}`,
    `Hostname=${host.name}`,
    // Processor load of a service takes its time to measure.
    'Timeout=30',
    ...userParameters(host, site, facts).map(parameter => `UserParameter=${parameter}`),
    '',
  ].join('\n')
}

function programs(host: Host, site: Site): Resource[] {
  const program = (path: string, content: string) => file(path, {content, mode: '0755'})
  return [
    program(unitsProgram, zabbixUnits),
    ...(host.isHive ? [program(drbdProgram, zabbixDrbd)] : []),
    ...(host.isRepository
      ? [program(servicesProgram, zabbixServices(site)), program(backupsProgram, zabbixBackups)]
      : []),
  ]
}

/** Sudo's logs keep what was refused. */
function sudoRights({isHive, isRepository, admin}: Host, {family, selinux}: Facts): Resource[] {
  const rights = [
    ...(isHive ? [`(root) NOPASSWD: ${drbdProgram}`] : []),
    ...(selinux === 'disabled' ? [] : [`(root) NOPASSWD: ${avcSearch}`]),
    ...(isRepository ? [`(${admin}) NOPASSWD: ${servicesProgram}, ${backupsProgram}`] : []),
  ]
  const lines = [
    '# Kept by hive, role zabbix-agent.',
    'Defaults:zabbix !requiretty, !pam_session, !log_allowed',
    ...rights.map(right => `zabbix ALL=${right}`),
    '',
  ]
  return [
    file('/etc/sudoers.d/zabbix', {content: lines.join('\n'), mode: '0440'}),
    ...(family === 'redhat' && selinux !== 'disabled' ? [selinuxLetsItRunSudo] : []),
  ]
}

const selinuxLetsItRunSudo = command('SELinux lets the agent run sudo', {
  check: sh`getsebool zabbix_run_sudo | grep -q ' on$'`,
  apply: sh`setsebool -P zabbix_run_sudo on`,
})
