import type {Authority} from '../../src/site/authority.ts'
import type {Host, InventoryObject, Site, StageName, Variables} from '../../src/site/site.ts'

/** What a test cares about; everything else is as a new project has it. */
export interface SiteWish {
  readonly name?: string
  readonly stage?: StageName
  readonly provider?: string
  readonly contextDirectory?: string
  readonly rootDirectory?: string
  readonly cidr?: string
  /** Servers, the last of them the repository. */
  readonly hosts?: number
  /** Variables every server has. */
  readonly hostVariables?: Readonly<Record<string, unknown>>
  readonly motherVariables?: Readonly<Record<string, unknown>>
  readonly settings?: Readonly<Record<string, unknown>>
  readonly admin?: string
  readonly sshPort?: number
  readonly extraAuthorities?: readonly Authority[]
  readonly noProxy?: readonly string[]
  readonly jobNames?: readonly string[]
}

/** A site as reading an inventory would give it, made without one. */
export function makeSite(wish: SiteWish = {}): Site {
  const {name = 'example', stage = 'private', cidr = '10.99.1.0/24', hosts: count = 2, provider = 'docker'} = wish
  const rootDirectory = wish.rootDirectory ?? '/project'
  const contextDirectory = wish.contextDirectory ?? `${rootDirectory}/.hive/${stage}`
  const hosts = Array.from({length: count}, (_, index) => makeHost(wish, {name, cidr, count, index}))
  return {
    name,
    stage,
    rootDirectory,
    contextDirectory,
    settings: {
      root_dir: rootDirectory,
      stage,
      inventory_path: `${rootDirectory}/inventory`,
      context_dir: contextDirectory,
      temp_dir: '/var/tmp/hive',
      first_hive: 0,
      forks: 5,
      start_phase: 'build-infra',
      http_proxy_port: '3128',
      apt_check_valid_until: true,
      tls_logging: false,
      no_format: false,
      ...wish.settings,
    },
    provider,
    definition: {provider, cidr, number_of_hosts: count},
    mother: makeObject(`p-mother.${name}`, ['mother', 'hosts', stage], wish.motherVariables),
    hosts,
    services: [],
    images: [],
    volumes: [],
    networks: [],
    registry: {host: hosts.at(-1)?.name ?? '', port: 5000, user: 'hive'},
    extraAuthorities: wish.extraAuthorities ?? [],
    noProxy: wish.noProxy ?? [],
    jobNames: wish.jobNames ?? [],
    groups: new Map([['servers', hosts.map(host => host.name)]]),
  }
}

function makeHost(
  wish: SiteWish,
  {name, cidr, count, index}: {name: string; cidr: string; count: number; index: number},
): Host {
  const isRepository = index === count - 1
  const isHive = count === 1 || !isRepository
  const groups = [...(isHive ? ['hives'] : []), ...(isRepository ? ['repository'] : []), 'servers', 'hosts']
  const admin = wish.admin ?? 'admin'
  return {
    ...makeObject(`p-hive${index}.${name}`, groups, wish.hostVariables),
    shortName: `p-hive${index}`,
    index,
    address: cidr.replace(/\d+\/\d+$/, String(4 + index)),
    netmask: '255.255.255.0',
    isHive,
    isRepository,
    isFirstHive: index === 0,
    admin,
    homeDirectory: `/home/${admin}`,
    sshPort: wish.sshPort ?? 22,
  }
}

export function makeObject(
  name: string,
  groups: readonly string[],
  values: Readonly<Record<string, unknown>> = {},
): InventoryObject {
  return {name, groups, variables: makeVariables(values)}
}

export function makeVariables(values: Readonly<Record<string, unknown>>): Variables {
  return {get: name => values[name], has: name => name in values, names: () => Object.keys(values)}
}
