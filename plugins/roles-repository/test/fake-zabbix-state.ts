import {isFrom, Refused, type Version} from './fake-zabbix-contract.ts'

export interface FakeHost {
  readonly hostid: string
  readonly host: string
  status: number
  groups: string[]
  templates: string[]
  tags: {tag: string; value: string}[]
  macros: Map<string, string>
  interfaces: {interfaceid: string; type: string; main: string; useip: string; ip: string; port: string}[]
}

/** What the fake keeps; names are ids, but for hosts. */
export interface FakeState {
  readonly version: Version
  password: string
  readonly sessions: Set<string>
  readonly hostGroups: Set<string>
  readonly templateGroups: Set<string>
  /** Name -> description. */
  readonly templates: Map<string, string>
  readonly hosts: FakeHost[]
  /** Counts up for whatever gets an id. */
  last: number
}

/** What a Zabbix of the version has before anybody came. */
export function bornState(version: Version): FakeState {
  const linux = isFrom(version, 5, 4) ? 'Linux by Zabbix agent' : 'Template OS Linux by Zabbix agent'
  return {
    version,
    password: 'zabbix',
    sessions: new Set(),
    hostGroups: new Set(['Linux servers', 'Zabbix servers']),
    templateGroups: new Set(['Templates']),
    templates: new Map([[linux, '']]),
    hosts: [
      {
        hostid: '10084',
        host: 'Zabbix server',
        status: 0,
        groups: ['Zabbix servers'],
        templates: [linux],
        tags: [],
        macros: new Map(),
        interfaces: [],
      },
    ],
    last: 20_000,
  }
}

export function hostOf({hosts}: FakeState, hostid: string): FakeHost {
  const host = hosts.find(each => each.hostid === hostid)
  if (host === undefined) throw new Refused('No permissions to referred object or it does not exist!')
  return host
}
