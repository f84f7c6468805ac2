import {type InventoryEntry, type RawVariable, variablesOf} from './entry.ts'
import {below, written} from './origin.ts'
import {publishedPort} from './ports.ts'
import type {ReadService} from './services.ts'
import {standaloneVariables} from './standalone.ts'
import {valueAt} from './value-at.ts'
import {volumeEntries} from './volume-entries.ts'

/** A service and what comes with it: its image, its volumes. `ports` are the published ones, in their order. */
export function serviceEntries(
  service: ReadService,
  ports: readonly number[],
  devices: Readonly<Record<string, number>>,
): readonly InventoryEntry[] {
  const {name, definition, stages, origin} = service
  const mounts = mountsOf(service)
  const variables = new Map<string, RawVariable>([
    ...variablesOf(origin, written(origin), passedThrough),
    ...imageVariables(service),
    ...portVariables(service, ports),
    ...(definition.volumes ? [['hive_volumes', {value: mounts, origin: below(origin, 'volumes')}] as const] : []),
    ...(definition.standalone ? standaloneVariables(service, mounts) : []),
  ])
  return [
    {kind: 'service', name, groups: ['services', ...stages], stages, variables, origin},
    ...imageEntries(service),
    ...volumeEntries(service, devices),
  ]
}

type Variables = readonly (readonly [string, RawVariable])[]

function imageVariables({name, definition: {image}, origin}: ReadService): Variables {
  const own = below(origin, 'image')
  if (image === undefined) return []
  if (typeof image === 'object') return [['hive_image_name', {value: `image_${name}`, origin: own}]]
  return [['hive_image', {value: written(own), origin: own}]]
}

function portVariables({definition, origin}: ReadService, published: readonly number[]): Variables {
  if (!definition.ports) return []
  const value = definition.ports.map((port, index) => publishedPort(port, published[index] ?? 0))
  return [['hive_ports', {value, origin: below(origin, 'ports')}]]
}

/** The part of each volume that concerns the container. */
function mountsOf({definition, origin}: ReadService): readonly object[] {
  return (definition.volumes ?? []).map((_, index) => {
    const volume = written(below(origin, 'volumes', index))
    const kept = ['source', 'target', 'type', 'readonly'].map(name => [name, valueAt(volume, [name])] as const)
    return Object.fromEntries(kept.filter(([, value]) => value !== undefined))
  })
}

function imageEntries({name, definition, stages, origin}: ReadService): readonly InventoryEntry[] {
  if (typeof definition.image !== 'object') return []
  const own = below(origin, 'image')
  const attributes = Object.keys(definition.image).map(attribute => [attribute, `hive_${attribute}`] as const)
  const privileged: Variables = [
    ['hive_standalone', {value: true}],
    ['hive_privileged', {value: true}],
  ]
  const variables = new Map([
    ...(definition.standalone ? privileged : []),
    ...variablesOf(own, written(own), Object.fromEntries(attributes)),
  ])
  return [{kind: 'image', name: `image_${name}`, groups: ['images', ...stages], stages, variables, origin: own}]
}

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
