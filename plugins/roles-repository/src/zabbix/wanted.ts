import {type Facts, type Host, type Site, textVariable} from '@hive-ci/cli'
import type {FoundZabbix, WantedHost, WantedZabbix} from './state.ts'
import {hiveServer} from './templates/hive-server.ts'
import {hiveServerSelinux} from './templates/hive-server-selinux.ts'
import {repositoryServer} from './templates/repository-server.ts'
import {swarmServices} from './templates/swarm-services.ts'
import {systemdServices} from './templates/systemd-services.ts'

/** What Zabbix calls its own template of a Linux server; the second up to 5.0, which Ubuntu 22.04 has. */
const ownTemplates = ['Linux by Zabbix agent', 'Template OS Linux by Zabbix agent'] as const

/**
 * What Zabbix should know of a site, and `known` are the templates it has. The hosts of a site run one system, so what one
 * says of SELinux holds for all.
 */
export function wantedZabbix(
  site: Site,
  repository: Host,
  {selinux}: Facts,
  known: FoundZabbix['templates'],
): WantedZabbix {
  const ofRepository = [repositoryServer(site.name), swarmServices(site.name)]
  const own = ownTemplates.find(name => known.has(name)) ?? ownTemplates[0]
  const common = textVariable(repository, 'hive_zabbix_template') ?? own
  return {
    site: site.name,
    templates: [systemdServices, hiveServer, hiveServerSelinux, ...ofRepository],
    hosts: site.hosts.map(
      (host): WantedHost => ({
        name: host.name,
        address: host.address,
        groups: [
          'Linux servers',
          ...(host.isHive ? ['Hives'] : []),
          ...(host.isRepository ? ['Repository server'] : []),
        ],
        templates: [
          common,
          systemdServices.name,
          ...(host.isHive ? [hiveServer.name] : []),
          ...(selinux === 'disabled' ? [] : [hiveServerSelinux.name]),
          ...(host.isRepository ? ofRepository.map(({name}) => name) : []),
        ],
      }),
    ),
    // Containers come and go with file systems of their own.
    macros: {'{$VFS.FS.FSNAME.NOT_MATCHES}': '^(/dev|/sys|/run|/proc|.+/shm$|/var/lib/docker)'},
  }
}
