import {
  defineHostRole,
  directory,
  type Facts,
  file,
  type Host,
  packages,
  type Site,
  service,
  textVariable,
} from '@hive-ci/cli'
import {backupChecks} from './backup-checks.ts'
import {backupProgram} from './backup-program.ts'
import {registryKind} from './choose-registry.ts'
import {type OwnBackup, registryBackup, zabbixBackup} from './own-backup.ts'
import {zabbixKind} from './zabbix/choose.ts'

/** A program that backs up and restores what services say of themselves, the registry and Zabbix, and a nightly timer for it. */
export const backupTools = defineHostRole({
  name: 'backup-tools',
  group: 'repository',
  followsServices: true,

  checks: backupChecks,

  resources(host, site, facts) {
    const own = {owner: host.admin, group: textVariable(host, 'hive_admin_group') ?? host.admin}
    const program = backupProgram(host, site, ownBackups(host, site, facts))
    const unit = file('/etc/systemd/system/backup.service', {content: serviceText(host)})
    const timer = file('/etc/systemd/system/backup.timer', {content: timerText})
    return [
      packages(['bash', 'coreutils', 'diffutils', 'findutils', 'gzip', 'tar', 'util-linux']),
      directory(`${host.homeDirectory}/backup`, {mode: '0700', ...own}),
      file('/usr/bin/hive-backup.sh', {content: program, mode: '0755'}),
      unit,
      timer,
      service('backup.timer', {enabled: true, running: true, restartedBy: [unit, timer]}),
    ]
  },
})

function ownBackups(host: Host, site: Site, facts: Facts): readonly OwnBackup[] {
  const zabbix = zabbixKind(host, facts)
  const ofRegistry = registryBackup(site, registryKind(host, facts).backup)
  return zabbix === undefined ? [ofRegistry] : [ofRegistry, zabbixBackup(site, zabbix.backup)]
}

function serviceText({admin}: Host): string {
  return `[Unit]
Description=Backup of services, registry and Zabbix
After=network-online.target docker.service
Wants=network-online.target

[Service]
Type=oneshot
User=${admin}
ExecStart=/usr/bin/hive-backup.sh
`
}

const timerText = `[Unit]
Description=Nightly backup of services, registry and Zabbix

[Timer]
OnCalendar=*-*-* 01:00:00
Persistent=true

[Install]
WantedBy=timers.target
`
