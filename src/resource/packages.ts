import {HiveError} from '../error.ts'
import {type Shell, sh} from '../shell/sh.ts'
import type {Resource} from './resource.ts'

/** Names where the families call it differently; left out: the family has no such package and needs none. */
export interface FamilyPackages {
  readonly debian?: string | readonly string[]
  readonly redhat?: string | readonly string[]
}

export interface PackagesState {
  /** False: they must not be installed. */
  readonly present?: boolean
}

/**
 * Packages of the operating system, installed without recommended extras; configuration files that were changed on
 * the host stay. Nothing is asked of the network while all are there.
 */
export function packages(
  wanted: string | FamilyPackages | readonly (string | FamilyPackages)[],
  {present = true}: PackagesState = {},
): Resource {
  const list = typeof wanted === 'string' || !isList(wanted) ? [wanted] : wanted
  const debian = list.flatMap(item => namesOf(item, 'debian'))
  const redhat = list.flatMap(item => namesOf(item, 'redhat'))
  const names = [...new Set([...debian, ...redhat])]
  return {
    id: `packages:${present ? '' : '-'}${names.join(',')}`,
    check: perFamily(present ? sh`hive_has_packages` : sh`hive_lacks_packages`, debian, redhat),
    apply: perFamily(present ? sh`hive_add_packages` : sh`hive_remove_packages`, debian, redhat),
    diff: perFamily(sh`printf -- ${present ? '+%s\\n' : '-%s\\n'}`, debian, redhat),
    timeout: 1800,
  }
}

function isList<Item>(value: Item | readonly Item[]): value is readonly Item[] {
  return Array.isArray(value)
}

function namesOf(item: string | FamilyPackages, family: 'debian' | 'redhat'): readonly string[] {
  const names = typeof item === 'string' ? item : (item[family] ?? [])
  return (typeof names === 'string' ? [names] : names).map(valid)
}

function valid(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9+._:-]*$/.test(name)) return name
  throw new HiveError('EXTENSION_INVALID', `${JSON.stringify(name)} is not a package name.`)
}

function perFamily(command: Shell, debian: readonly string[], redhat: readonly string[]): Shell {
  if (String(debian) === String(redhat)) return withNames(command, debian)
  return sh`if command -v dpkg >/dev/null; then ${withNames(command, debian)}; else ${withNames(command, redhat)}; fi`
}

function withNames(command: Shell, names: readonly string[]): Shell {
  return names.length === 0 ? sh`:` : sh`${command} ${names}`
}
