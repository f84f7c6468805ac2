import {type BackupScript, HiveError, type Service, type Shell, type Site, sh} from '@hive-ci/cli'

/** The registry's images have a place among the services in `hive-backup.sh`. */
export const registryTarget = 'hive-registry'

/**
 * The bash function `entry`, which sets the variables of the backup with a number, and `entries`, how many there are.
 * Throws `HiveError` INVENTORY_INVALID for names files cannot have, or that two backups share.
 */
export function backupEntries({services, settings}: Site): Shell {
  const scripts = services.flatMap(service => service.backupScripts.map(script => ({service, script})))
  refuseDoubtfulNames(scripts)
  const days = settings.registry_backup_cleanup_days_before
  const keep = typeof days === 'number' ? days : 3
  const cases = scripts.map(({service, script}, index) => sh`    ${index + 1}) ${assignments(service, script)} ;;\n`)
  return sh`entries=${scripts.length + 1}
entry() {
  target='' name='' ext='' keep='' directory='' backup_command='' backup_file='' restore_command='' restore_file=''
  staging=/tmp/hive-restore.tar batch=()
  case $1 in
    0) target=${registryTarget} name=${registryTarget} ext=tar.gz keep=${keep} ;;
${joined(cases)}  esac
}`
}

interface Entry {
  readonly service: Service
  readonly script: BackupScript
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

function joined(parts: readonly (Shell | undefined)[]): Shell {
  return parts.reduce<Shell>((text, part) => (part === undefined ? text : sh`${text}${part}`), sh``)
}

function refuseDoubtfulNames(entries: readonly Entry[]): void {
  const seen = new Map([[registryTarget, registryTarget]])
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
