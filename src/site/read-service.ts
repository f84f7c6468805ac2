import type {InventoryEntry} from '../inventory/entry.ts'
import {present} from './present.ts'
import {describeObject, type Reading, readValues} from './read-object.ts'
import {type ServiceValues, serviceSchema} from './schema/service.ts'
import type {BackupScript, Mount, PublishedPort, Service} from './site.ts'

/** A service as its evaluated variables describe it; undefined when something is wrong. */
export function readService(reading: Reading, entry: InventoryEntry): Service | undefined {
  const values = readValues(reading, entry, serviceSchema)
  return values && {...describeObject(reading, entry), ...present(optionalParts(values)), ...everyPart(values)}
}

/** What a service may do without. */
function optionalParts(values: ServiceValues): {readonly [Part in keyof Service]?: Service[Part] | undefined} {
  const {replicas, healthcheck, restart_config: restart, logging} = values
  return {
    image: imageOf(values),
    command: values.command,
    entrypoint: values.entrypoint,
    healthcheck: healthcheck && healthcheckOf(healthcheck),
    endpointMode: values.endpoint_mode,
    // hive-builder's -1 leaves the number to Docker.
    replicas: replicas !== undefined && replicas >= 0 ? replicas : undefined,
    user: values.user,
    workingDirectory: values.working_dir,
    restart: restart && restartOf(restart),
    stopGracePeriod: values.stop_grace_period,
    cpuLimit: values.cpu_limit,
    memoryLimit: values.mem_limit,
    networks: values.networks,
    logging: logging && {driver: logging.driver, options: logging.options ?? {}},
  }
}

/** What every service has, empty where it was given none. */
function everyPart(values: ServiceValues) {
  const {constraints = [], preferences = []} = values.placement ?? {}
  return {
    environment: values.environment ?? {},
    ports: (values.ports ?? []).map(portOf),
    mounts: (values.volumes ?? []).map(mountOf),
    labels: values.labels ?? {},
    placement: {constraints, preferences},
    hosts: values.hosts ?? {},
    dns: values.dns ?? [],
    mode: values.mode ?? ('replicated' as const),
    capAdd: values.cap_add ?? [],
    capDrop: values.cap_drop ?? [],
    sysctls: values.sysctls ?? {},
    standalone: values.standalone ?? false,
    initializeRoles: values.initialize_roles ?? [],
    backupScripts: (values.backup_scripts ?? []).map(backupScriptOf),
    monitorError: values.monitor_error ?? [],
    ignoreError: values.ignore_error ?? [],
  }
}

function imageOf({image, image_name: built}: ServiceValues): Service['image'] {
  if (image !== undefined) return {kind: 'pulled', tag: image}
  return built === undefined ? undefined : {kind: 'built', image: built}
}

function portOf(port: NonNullable<ServiceValues['ports']>[number]): PublishedPort {
  const {target_port: targetPort, published_port: publishedPort, protocol, mode} = port
  return {targetPort, publishedPort, protocol, ...present({mode})}
}

/** Docker's module binds by default, which takes absolute paths only: a name is meant as a volume. */
function mountOf({source, target, type, readonly = false}: NonNullable<ServiceValues['volumes']>[number]): Mount {
  return {source, target, type: type ?? (source.startsWith('/') ? 'bind' : 'volume'), readonly}
}

function healthcheckOf(healthcheck: NonNullable<ServiceValues['healthcheck']>): Service['healthcheck'] {
  const {test, interval, timeout, retries, start_period: startPeriod} = healthcheck
  return {test, ...present({interval, timeout, retries, startPeriod})}
}

function restartOf(restart: NonNullable<ServiceValues['restart_config']>): Service['restart'] {
  const {condition, delay, max_attempts: maxAttempts, window} = restart
  return present({condition, delay, maxAttempts, window})
}

function backupScriptOf(script: NonNullable<ServiceValues['backup_scripts']>[number]): BackupScript {
  return {
    name: script.name,
    ext: script.ext ?? 'tar.gz',
    batchScripts: script.batch_scripts ?? [],
    ...present({
      directory: script.directory,
      backupCommand: script.backup_command,
      backupFile: script.backup_file,
      restoreCommand: script.restore_command,
      restoreFile: script.restore_file,
      cleanupDaysBefore: script.cleanup_days_before,
    }),
  }
}
