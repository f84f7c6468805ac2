import type {StageName} from '../site/site.ts'
import {stageNames} from '../site/site.ts'
import type {DeviceRequest} from './device-ids.ts'
import {type InventoryEntry, type RawVariable, variablesOf} from './entry.ts'
import type {PortRequest} from './published-ports.ts'
import type {
  ImageDefinition,
  PortDefinition,
  ServiceDefinition,
  ServicesFile,
  VolumeDefinition,
} from './schema/service.ts'
import type {Origin, Path, SourceFile} from './source-file.ts'
import {valueAt} from './value-at.ts'

/** A services file as it was read. */
export interface ReadServices {
  readonly file: SourceFile
  readonly definition: ServicesFile
}

/** A service of a file, its defaults resolved. */
export interface ReadService {
  readonly name: string
  readonly definition: ServiceDefinition
  readonly stages: readonly StageName[]
  readonly origin: Origin
}

export function servicesOf({file, definition}: ReadServices): readonly ReadService[] {
  return Object.entries(definition.services).map(([name, service]) => ({
    name,
    definition: service,
    stages: service.available_on ?? definition.available_on ?? stageNames,
    origin: {file, path: ['services', name]},
  }))
}

/** The ports of a service, short and long syntax alike. */
export function portRequests({name, definition, stages, origin}: ReadService): readonly PortRequest[] {
  return (definition.ports ?? []).map((port, index) => ({
    service: name,
    stages,
    ...readPort(port),
    origin: below(origin, 'ports', index),
  }))
}

/** The replicated volumes of a service. */
export function deviceRequests({definition, origin}: ReadService): readonly DeviceRequest[] {
  return (definition.volumes ?? []).flatMap(({source, drbd}, index) =>
    drbd ? [{volume: String(source), deviceId: drbd.device_id, origin: below(origin, 'volumes', index, 'drbd')}] : [],
  )
}

/** A service and what comes with it: its image, its volumes. `ports` are the published ones, in their order. */
export function serviceEntries(
  service: ReadService,
  ports: readonly number[],
  devices: Readonly<Record<string, number>>,
): readonly InventoryEntry[] {
  const {name, definition, stages, origin} = service
  const variables = new Map<string, RawVariable>(variablesOf(origin, written(origin), passedThrough))
  if (typeof definition.image === 'object')
    variables.set('hive_image_name', {value: `image_${name}`, origin: below(origin, 'image')})
  else if (definition.image !== undefined) variables.set('hive_image', readAt(below(origin, 'image')))
  if (definition.ports) {
    const value = definition.ports.map((port, index) => publishedPort(port, ports[index] ?? 0))
    variables.set('hive_ports', {value, origin: below(origin, 'ports')})
  }
  const mounts = (definition.volumes ?? []).map((_, index) => mountOf(valueAt(written(origin), ['volumes', index])))
  if (definition.volumes) variables.set('hive_volumes', {value: mounts, origin: below(origin, 'volumes')})
  if (definition.standalone) makeStandalone(service, variables, mounts)
  return [
    {kind: 'service', name, groups: ['services', ...stages], stages, variables, origin},
    ...imageEntries(service),
    ...(definition.volumes ?? []).flatMap((volume, index) => volumeEntries(service, volume, index, devices)),
  ]
}

/** The networks of a services file; `hive_default_network` is always among them. */
export function networkEntries({file, definition}: ReadServices): readonly InventoryEntry[] {
  const stages = definition.available_on ?? stageNames
  const names = Object.keys(definition.networks ?? {})
  const all = names.includes('hive_default_network') ? names : [...names, 'hive_default_network']
  return all.map(name => {
    const origin: Origin = {file, path: names.includes(name) ? ['networks', name] : []}
    const variables = names.includes(name) ? variablesOf(origin, written(origin), networkAttributes) : new Map()
    return {kind: 'network', name, groups: ['networks', ...stages], stages, variables, origin}
  })
}

function imageEntries({name, definition, stages, origin}: ReadService): readonly InventoryEntry[] {
  if (typeof definition.image !== 'object') return []
  const own = below(origin, 'image')
  const names = Object.keys(definition.image) as readonly (keyof ImageDefinition)[]
  const forced: readonly (readonly [string, RawVariable])[] = definition.standalone
    ? [
        ['hive_standalone', {value: true}],
        ['hive_privileged', {value: true}],
      ]
    : []
  const attributes = Object.fromEntries(names.map(attribute => [attribute, `hive_${attribute}`]))
  const variables = new Map([...forced, ...variablesOf(own, written(own), attributes)])
  return [{kind: 'image', name: `image_${name}`, groups: ['images', ...stages], stages, variables, origin: own}]
}

function volumeEntries(
  {stages, origin}: ReadService,
  volume: VolumeDefinition,
  index: number,
  devices: Readonly<Record<string, number>>,
): readonly InventoryEntry[] {
  const own = below(origin, 'volumes', index)
  const source = String(volume.source)
  const kind = volume.drbd
    ? 'drbd_volumes'
    : volume.nfs
      ? 'nfs_volumes'
      : volume.driver === undefined
        ? undefined
        : 'volumes'
  if (kind === undefined) return []
  const value = {name: source, ...volumeOptions(volume, valueAt(written(origin), ['volumes', index]), devices)}
  const available = volume.drbd?.available_on ?? volume.nfs?.available_on ?? stages
  const variables = new Map<string, RawVariable>([['hive_volume', {value, origin: own}]])
  return [
    {kind: 'volume', name: `volume_${source}`, groups: [kind, ...available], stages: available, variables, origin: own},
  ]
}

function volumeOptions(volume: VolumeDefinition, value: unknown, devices: Readonly<Record<string, number>>): object {
  if (volume.drbd) {
    const drbd = asRecord(valueAt(value, ['drbd']))
    return {drbd: {...drbd, device_id: devices[String(volume.source)]}}
  }
  if (volume.nfs) return {nfs: valueAt(value, ['nfs'])}
  const options = valueAt(value, ['driver_opts'])
  return {driver: valueAt(value, ['driver']), ...(options === undefined ? {} : {driver_options: options})}
}

function makeStandalone(
  {definition, origin}: ReadService,
  variables: Map<string, RawVariable>,
  mounts: readonly object[],
): void {
  const temporary = ['/run', '/tmp', '/sys/fs/cgroup'].map(target => ({source: '', target, type: 'tmpfs'}))
  variables.set('hive_volumes', {value: [...temporary, ...mounts], origin: below(origin, 'volumes')})
  const given = Array.isArray(definition.cap_add) ? definition.cap_add.map(String) : []
  const needed = ['NET_ADMIN', 'SYS_ADMIN', 'SYSLOG', 'SYS_PTRACE', 'AUDIT_CONTROL']
  const capabilities = [...given, ...needed.filter(capability => !given.includes(capability))]
  variables.set('hive_cap_add', {value: capabilities, origin: below(origin, 'cap_add')})
  if (definition.command === undefined || definition.command === '') {
    const value = ['sh', '-c', 'mount -t cgroup2 cgroup2 /sys/fs/cgroup && exec /sbin/init']
    variables.set('hive_command', {value, origin})
  }
}

interface ReadPort {
  readonly target: number
  readonly published: number | undefined
  readonly protocol: string
  readonly mode: string
}

function readPort(port: PortDefinition): ReadPort {
  if (typeof port !== 'string') {
    const {target_port: target, published_port: published, protocol = 'tcp', mode = 'ingress'} = port
    return {target: Number(target), published: published === undefined ? undefined : Number(published), protocol, mode}
  }
  const [numbers = '', protocol = 'tcp'] = port.split('/')
  const [target, published] = numbers.split(':').toReversed()
  return {
    target: Number(target),
    published: published === undefined ? undefined : Number(published),
    protocol,
    mode: 'ingress',
  }
}

function publishedPort(port: PortDefinition, published: number): object {
  const {target, protocol, mode} = readPort(port)
  const isModeGiven = typeof port !== 'string' && port.mode !== undefined
  return {target_port: target, published_port: published, protocol, ...(isModeGiven ? {mode} : {})}
}

function mountOf(volume: unknown): object {
  const kept = Object.entries(asRecord(volume)).filter(([name]) =>
    ['source', 'target', 'type', 'readonly'].includes(name),
  )
  return Object.fromEntries(kept)
}

function below(origin: Origin, ...steps: Path): Origin {
  return {file: origin.file, path: [...origin.path, ...steps]}
}

function readAt(origin: Origin): RawVariable {
  return {value: written(origin), origin}
}

/** The value as written, tagged values included. */
function written({file, path}: Origin): unknown {
  return valueAt(file.value, path)
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

const networkAttributes = {driver: 'hive_driver', ipam: 'hive_ipam', driver_opts: 'hive_driver_opts'}

const passedThrough = Object.fromEntries(
  [
    'backup_scripts',
    'command',
    'entrypoint',
    'environment',
    'dns',
    'endpoint_mode',
    'healthcheck',
    'hosts',
    'ignore_error',
    'monitor_error',
    'initialize_roles',
    'labels',
    'logging',
    'mode',
    'networks',
    'placement',
    'replicas',
    'restart_config',
    'standalone',
    'stop_grace_period',
    'user',
    'working_dir',
    'cap_add',
    'cap_drop',
    'sysctls',
    'cpu_limit',
    'mem_limit',
  ].map(attribute => [attribute, `hive_${attribute}`]),
)
