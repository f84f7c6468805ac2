import {type BackupScript, HiveError, type Service, type Shell, type Site, sh} from '@hive-ci/cli'
import {joined} from './joined.ts'
import type {OwnBackup} from './own-backup.ts'

/**
 * The bash function `entry`, which sets the variables of the backup with a number, and `entries`, how many there are.
 * Throws `HiveError` INVENTORY_INVALID for names files cannot have, or that two backups share.
 */
export function backupEntries({services}: Site, own: readonly OwnBackup[]): Shell {
  const scripts = services.flatMap(service => service.backupScripts.map(script => ({service, script})))
  refuseDoubtfulNames(scripts, own)
  const entries = [...own.map(ownAssignments), ...scripts.map(({service, script}) => assignments(service, script))]
  const cases = entries.map((entry, index) => sh`    ${index}) ${entry} ;;\n`)
  return sh`entries=${entries.length}
entry() {
  target='' name='' ext='' keep='' directory='' backup_command='' backup_file='' restore_command='' restore_file=''
  staging=/tmp/hive-restore.tar batch=() own='' is_provable=''
  case $1 in
${joined(cases)}  esac
}`
}

interface Entry {
  readonly service: Service
  readonly script: BackupScript
}

function ownAssignments({target, ext, keep, work: {prove}}: OwnBackup): Shell {
  return joined([
    sh`target=${target} name=${target} ext=${ext} keep=${keep} own=yes`,
    prove === undefined ? undefined : sh` is_provable=yes`,
  ])
}

function assignments({name, standalone}: Service, script: BackupScript): Shell {
  const {directory, backupCommand, backupFile, restoreCommand, restoreFile, ext, cleanupDaysBefore} = script
  return joined([
    sh`target=${name} name=${script.name} ext=${ext}`,
    cleanupDaysBefore === undefined ? undefined : sh` keep=${cleanupDaysBefore}`,
    directory === undefined ? undefined : sh` directory=${directory}`,
    backupCommand === undefined ? undefined : sh` backup_command=${backupCommand}`,
    backupFile === undefined ? undefined : sh` backup_file=${backupFile}`,
    restoreCommand === undefined ? undefined : sh` restore_command=${restoreCommand}`,
    restoreFile === undefined ? undefined : sh` restore_file=${restoreFile}`,
    // Where systemd runs, /tmp is memory.
    standalone ? sh` staging=/root/hive-restore.tar` : undefined,
    script.batchScripts.length === 0 ? undefined : sh` batch=(${script.batchScripts})`,
  ])
}

function refuseDoubtfulNames(entries: readonly Entry[], own: readonly OwnBackup[]): void {
  const seen = new Map(own.map(({target}) => [target, target]))
  for (const {service, script} of entries) {
    const rival = seen.get(script.name)
    if (!/^[\w.-]+$/.test(script.name)) {
      throw refusal(service, script, 'should be of letters, digits, ".", "_" and "-": files are named after it')
    }
    if (rival !== undefined) throw refusal(service, script, `is the name of a backup of ${rival} already`)
    seen.set(script.name, service.name)
  }
}

function refusal({name, position}: Service, script: BackupScript, why: string): HiveError {
  const where = position === undefined ? '' : `${position.file}:${position.line}: `
  return new HiveError('INVENTORY_INVALID', `${where}${name}: backup_scripts: ${JSON.stringify(script.name)} ${why}.`)
}
