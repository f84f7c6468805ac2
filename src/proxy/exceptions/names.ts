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
 * of the stage and their tasks, the networks of the hosts and of their containers. `more` are names the caller knows.
 */
export function siteExceptions(site: Site, more: readonly string[] = []): Exceptions {
  const {hosts, services, registry} = site
  return {
    names: unique([
      'localhost',
      ...hosts.flatMap(({name, shortName}) => [name, shortName]),
      registry.host,
      ...services.flatMap(({name}) => [name, `tasks.${name}`]),
      ...more,
    ]),
    addresses: unique(['127.0.0.1', '::1', ...hosts.map(({address}) => address), metadataAddress]),
    withPort: [`${registry.host}:${registry.port}`],
    networks: unique(networksOf(site)),
  }
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
