import {type BackupScript, type Finding, type Host, type RoleCheck, type Service, type Site, sh} from '@hive-ci/cli'
import {age, type BackupStatus, type EntryStatus, parseBackupStatus} from './backup-status.ts'
import {registryTarget, zabbixTarget} from './own-backup.ts'

/** A night, and as long as the backups of a large site may take. */
const oldest = 26 * 3600

/** Which clock it is there, since when the program is as it is, whether the timer runs, and how each entry stands. */
const look = sh`date +%s && stat -c %Y /usr/bin/hive-backup.sh && systemctl is-active backup.timer; hive-backup.sh --status`

/** Says only that there is no Zabbix, where the role has put none: whether it should may depend on what kind of host it is. */
const lookForZabbix = sh`if [ -e /etc/zabbix/hive-web.conf ] || [ -e /etc/hive/zabbix ]; then
  ${look}
else
  echo ${'no Zabbix'}
fi`

/** Every entry of the inventory's `backup_scripts`, the registry and Zabbix are backed up night after night. */
export function backupChecks(host: Host, {services}: Site): readonly RoleCheck[] {
  const nightly: RoleCheck = {
    title: `${host.name} makes backups every night`,
    look,
    judge: answer => timerFinding(host, answer),
  }
  const registry = entryCheck(host, {target: registryTarget, name: registryTarget, isKept: true})
  const entries = services.flatMap(service =>
    service.backupScripts.map(script => ({...entryCheck(host, entryOf(service, script)), wantedBy: service})),
  )
  return [nightly, registry, ...zabbixChecks(host), ...entries]
}

function zabbixChecks(host: Host): readonly RoleCheck[] {
  const wanted = host.variables.get('hive_zabbix')
  if (wanted === false) return []
  const check = entryCheck(host, {target: zabbixTarget, name: zabbixTarget, isKept: true})
  if (wanted === true) return [check]
  return [
    {
      ...check,
      look: lookForZabbix,
      judge: answer => (answer === 'no Zabbix' ? {note: 'there is no Zabbix on this host'} : check.judge(answer)),
    },
  ]
}

interface Entry {
  readonly target: string
  readonly name: string
  /** Whether it leaves a file; else it only runs commands. */
  readonly isKept: boolean
}

function entryOf({name: target}: Service, {name, directory, backupCommand}: BackupScript): Entry {
  return {target, name, isKept: (backupCommand ?? directory) !== undefined}
}

function entryCheck(host: Host, {target, name, isKept}: Entry): RoleCheck {
  const entry = `${target}/${name}`
  return {
    title: isKept ? `Backup ${entry} is there and no older than a night` : `Backup commands ${entry} did not fail`,
    look,
    judge(answer) {
      const status = parseBackupStatus(answer)
      const found = status?.entries.get(entry)
      if (!status) return {problem: noProgram(host)}
      if (!found) return {problem: `backup-tools does not know ${entry}. "hive deploy-services" tells it.`}
      return entryFinding(status, found, isKept)
    },
  }
}

function entryFinding(status: BackupStatus, found: EntryStatus, isKept: boolean): Finding {
  const {newest, failure} = found
  const has = newest && `${newest.file} of ${newest.bytes} bytes is ${age(status.now - newest.time)} old`
  if (failure) {
    const rest = isKept ? ` ${has ? `The newest one, ${has}.` : 'There is no older one.'}` : ''
    return {problem: `The last backup failed ${age(status.now - failure.time)} ago: ${failure.reason}.${rest}`}
  }
  if (!isKept) return {}
  if (newest && has !== undefined) return status.now - newest.time > oldest ? {problem: `${has}.`} : {note: has}
  const known = age(status.now - status.knownSince)
  if (status.now - status.knownSince <= oldest) return {note: `none yet, asked for ${known} ago`}
  return {problem: `There is none, although backup-tools has known it for ${known}.`}
}

function timerFinding(host: Host, answer: string): Finding {
  const status = parseBackupStatus(answer)
  if (!status) return {problem: noProgram(host)}
  return status.timer === 'active' ? {} : {problem: `backup.timer is ${status.timer}. "hive setup-hosts" starts it.`}
}

function noProgram({name}: Host): string {
  return `${name} has no hive-backup.sh that tells how backups stand. "hive setup-hosts -T backup-tools" puts it there.`
}
