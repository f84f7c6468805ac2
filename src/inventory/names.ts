import type {StageName} from '../site/site.ts'

/** What host names of a stage begin with. */
export const stagePrefixes: Readonly<Record<StageName, string>> = {private: 'p-', staging: 's-', production: ''}

/** Name of a stage's server, e.g. `p-hive0.example.com`. */
export function serverName(stage: StageName, customHostname: string, index: number, hiveName: string): string {
  return `${stagePrefixes[stage]}${customHostname}${index}.${hiveName}`
}

/** Name of the machine hive runs on, as the stage's inventory calls it. */
export function motherName(stage: StageName, hiveName: string): string {
  return `${stagePrefixes[stage]}mother.${hiveName}`
}

/** What Docker accepts as the name of a service or an overlay network. */
export function isSwarmName(name: string): boolean {
  return name.length <= 63 && /^[a-zA-Z0-9](?:[-_]*[a-zA-Z0-9]+)*$/.test(name)
}

/** What Docker accepts as the name of a volume. */
export function isVolumeName(name: string): boolean {
  return /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)
}

/** What a registry accepts as the name of an image. */
export function isImageName(name: string): boolean {
  return /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*$/.test(name)
}

/** A DNS name: labels of letters, digits and hyphens. */
export function isDomainName(name: string): boolean {
  const label = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/
  return name.length <= 200 && name.split('.').every(part => label.test(part))
}
