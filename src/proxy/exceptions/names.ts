import ipaddr from 'ipaddr.js'
import type {Site} from '../../site/site.ts'

/** What a site's own machines and services reach without a proxy, by kind and in a fixed order. */
export interface Exceptions {
  readonly names: readonly string[]
  /** IPv4 and IPv6 literals, IPv6 without brackets. */
  readonly addresses: readonly string[]
  /** Names with a port: the site's registry. */
  readonly withPort: readonly string[]
  /** CIDRs. */
  readonly networks: readonly string[]
}

/** Where clouds tell a machine about itself; no proxy can reach it for somebody else. */
const metadataAddress = '169.254.169.254'

/**
 * Everything that must not go through a proxy: this machine, every host by name and address, the registry, the services
 * of the stage and their tasks, the networks of the hosts and of their containers, and whatever the site is told besides.
 */
export function siteExceptions(site: Site): Exceptions {
  const {hosts, services, registry} = site
  const told = [...site.noProxy, ...site.jobNames].map(entry => entry.replace(/^\[(.*)\]$/, '$1'))
  return {
    names: unique([
      'localhost',
      ...hosts.flatMap(({name, shortName}) => [name, shortName]),
      registry.host,
      ...services.flatMap(({name}) => [name, `tasks.${name}`]),
      ...told.filter(entry => !isAddress(entry) && !isNetwork(entry)).flatMap(withDomain),
    ]),
    addresses: unique([
      '127.0.0.1',
      '::1',
      ...hosts.map(({address}) => address),
      metadataAddress,
      ...told.filter(isAddress),
    ]),
    withPort: [`${registry.host}:${registry.port}`],
    networks: unique([...networksOf(site), ...told.filter(isNetwork)]),
  }
}

/** To some clients a dot in front leaves the domain itself out. */
function withDomain(name: string): readonly string[] {
  return name.startsWith('.') ? [name.slice(1), name] : [name]
}

function isAddress(entry: string): boolean {
  return ipaddr.isValid(entry)
}

function isNetwork(entry: string): boolean {
  return entry.includes('/')
}

function networksOf({definition, hosts, networks}: Site): readonly string[] {
  const {cidr, subnets} = definition
  const ofSubnets = Array.isArray(subnets) ? subnets.map(subnet => text(subnet?.cidr)) : []
  const internal = hosts.map(({variables}) => text(variables.get('hive_internal_cidr')))
  const overlays = networks.flatMap(({ipam}) => ipam?.config.map(({subnet}) => subnet) ?? [])
  return [text(cidr), ...ofSubnets, ...internal, ...overlays].filter(network => network !== undefined)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values.map(value => value.toLowerCase()))]
}
