import {type Facts, type Host, osFamily} from '@hive-ci/cli'
import {containedRegistry} from './contained-registry.ts'
import {packagedRegistry} from './packaged-registry.ts'
import type {RegistryKind} from './registry-kind.ts'

/** How the registry runs on a host of this family of systems. */
export function registryKind(host: Host, facts: Facts): RegistryKind {
  return osFamily(host.name, facts) === 'debian' ? packagedRegistry : containedRegistry
}
