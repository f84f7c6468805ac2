/** What Zabbix has to know of a server. */
export interface WantedHost {
  /** Inventory name; what Zabbix calls it too. */
  readonly name: string
  /** Where its agent answers. */
  readonly address: string
  readonly groups: readonly string[]
  readonly templates: readonly string[]
}

export interface WantedZabbix {
  /** The site's name, which marks the hosts hive keeps. */
  readonly site: string
  readonly templates: readonly WantedTemplate[]
  readonly hosts: readonly WantedHost[]
  /** Macros every host has. */
  readonly macros: Readonly<Record<string, string>>
}

/** A template of hive's own. */
export interface WantedTemplate {
  readonly name: string
  /** Ends in a checksum of all the rest: how a later version is told from this one. */
  readonly description: string
  /** For `configuration.import`, format json. */
  readonly source: string
}

export interface FoundHost {
  readonly id: string
  readonly name: string
  readonly isWatched: boolean
  readonly groups: readonly string[]
  readonly templates: readonly string[]
  readonly tags: readonly {readonly tag: string; readonly value: string}[]
  readonly macros: Readonly<Record<string, string>>
  /** Where Zabbix asks its agent. */
  readonly agent?: {readonly id: string; readonly address: string; readonly port: string}
}

export interface FoundZabbix {
  /** Nobody has set it up yet. */
  readonly isNew: boolean
  /** Names of all groups of hosts. */
  readonly groups: readonly string[]
  /** Name of a template -> its description. */
  readonly templates: ReadonlyMap<string, string>
  readonly hosts: readonly FoundHost[]
}

/** Where agents listen. */
export const agentPort = '10050'

/** Tag of hosts hive keeps, and of those it kept until they left the inventory; the site's name is the value. */
export const keptTag = 'hive'
export const leftTag = 'hive-left'
