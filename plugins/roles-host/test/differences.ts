import type {Facts, Host, HostRole, Resource, Site} from '@hive-ci/cli'
import {linesOf, material, systems} from './case.ts'

/** Every supported system, by what it answers to facts. */
const everySystem: Readonly<Record<string, Facts>> = {
  'Debian 12': systems.debian12,
  'Debian 13': systems.debian13,
  'Ubuntu 22.04': {...systems.debian12, os: 'ubuntu', osVersion: '22.04', cloudInit: 'yes'},
  'Ubuntu 24.04': {...systems.debian12, os: 'ubuntu', osVersion: '24.04', cloudInit: 'yes'},
  'EL 8': systems.alma8,
  'EL 9': systems.alma9,
  'EL 10': {...systems.alma9, osVersion: '10.0', kernel: '6.12.0-55.9.1.el10_0.x86_64'},
  'Amazon 2023': systems.amazon2023,
}

/**
 * What a role leaves in some systems and not in all of them: a paragraph for each group of systems, in it the resources
 * and below them the lines that the others lack.
 */
export function differences(role: HostRole, host: Host, site: Site, facts: Facts = {}): readonly string[] {
  const found = Object.entries(everySystem).map(([name, own]) => ({
    name,
    lines: new Set(role.resources(host, site, {...own, ...facts}, material).flatMap(keysOf)),
  }))
  const groups = new Map<string, string[]>()
  for (const line of new Set(found.flatMap(({lines}) => [...lines]))) {
    const owners = found.filter(({lines}) => lines.has(line)).map(({name}) => name)
    if (owners.length === found.length) continue
    const key = owners.join(', ')
    groups.set(key, [...(groups.get(key) ?? []), line])
  }
  return [...groups].flatMap(([owners, lines]) => [`${role.name} on ${owners}`, ...underTheirIds(lines)])
}

/** The id, and each line with it; a number tells apart those a resource has twice. */
function keysOf(resource: Resource): readonly string[] {
  const lines = linesOf(resource)
  const numbered = lines.map((line, index) => [line, lines.slice(0, index).filter(other => other === line).length])
  return [resource.id, ...numbered.map(([line, number]) => [resource.id, line, number].join('\n'))]
}

/** Each id once, above its lines. */
function underTheirIds(keys: readonly string[]): readonly string[] {
  return keys.flatMap((key, index) => {
    const [id, line] = key.split('\n')
    const isSame = keys[index - 1]?.split('\n')[0] === id
    return [...(isSame ? [] : [`  ${id}`]), ...(line === undefined ? [] : [`    ${line}`])]
  })
}
