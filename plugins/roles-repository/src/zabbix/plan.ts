import type {Change} from '@hive-ci/cli'
import {
  agentPort,
  type FoundHost,
  type FoundZabbix,
  keptTag,
  leftTag,
  type WantedHost,
  type WantedZabbix,
} from './state.ts'

/** What has to be done for a change, as data; `apply.ts` knows how. */
export type Step =
  | {readonly type: 'password'}
  | {readonly type: 'forget'; readonly host: FoundHost}
  | {readonly type: 'group'; readonly name: string}
  | {readonly type: 'template'; readonly source: string}
  | {readonly type: 'register'; readonly host: WantedHost}
  | {readonly type: 'update'; readonly host: WantedHost; readonly found: FoundHost}
  | {readonly type: 'leave'; readonly found: FoundHost}

export type ZabbixChange = Change & {readonly step: Step}

/** The host a new Zabbix has of itself. */
const bornHost = 'Zabbix server'

/** What is missing between what Zabbix knows and the inventory, in the order it can be made. */
export function planZabbix(wanted: WantedZabbix, found: FoundZabbix): readonly ZabbixChange[] {
  return [
    ...(found.isNew ? newborn(found) : []),
    ...groups(wanted, found),
    ...templates(wanted, found),
    ...wanted.hosts.flatMap(host => ofHost(host, wanted, found)),
    ...departed(wanted, found),
  ]
}

function newborn({hosts}: FoundZabbix): ZabbixChange[] {
  const itself = hosts.find(({name}) => name === bornHost)
  return [
    ...(itself === undefined
      ? []
      : [
          {
            id: `zabbix-host:${bornHost}`,
            action: 'remove',
            details: ['the repository host is watched under its own name'],
            step: {type: 'forget', host: itself},
          } as const,
        ]),
    // Last, because it is what makes it no longer new.
    {id: 'zabbix-user:Admin', action: 'update', details: ['password: one of its own'], step: {type: 'password'}},
  ]
}

function groups({hosts}: WantedZabbix, found: FoundZabbix): ZabbixChange[] {
  const names = [...new Set(hosts.flatMap(host => host.groups))]
  return names
    .filter(name => !found.groups.includes(name))
    .map(name => ({id: `zabbix-group:${name}`, action: 'create', details: [], step: {type: 'group', name}}))
}

function templates(wanted: WantedZabbix, found: FoundZabbix): ZabbixChange[] {
  return wanted.templates
    .filter(({name, description}) => found.templates.get(name) !== description)
    .map(({name, source}) => ({
      id: `zabbix-template:${name}`,
      action: found.templates.has(name) ? 'update' : 'create',
      details: [],
      step: {type: 'template', source},
    }))
}

function ofHost(host: WantedHost, wanted: WantedZabbix, {hosts}: FoundZabbix): ZabbixChange[] {
  const id = `zabbix-host:${host.name}`
  const found = hosts.find(({name}) => name === host.name)
  if (found === undefined) {
    const details = [
      `agent: ${host.address}`,
      `groups: ${host.groups.join(', ')}`,
      `templates: ${host.templates.join(', ')}`,
    ]
    return [{id, action: 'create', details, step: {type: 'register', host}}]
  }
  const details = differences(host, wanted, found)
  return details.length === 0 ? [] : [{id, action: 'update', details, step: {type: 'update', host, found}}]
}

function differences(host: WantedHost, wanted: WantedZabbix, found: FoundHost): string[] {
  const missing = host.templates.filter(name => !found.templates.includes(name))
  const surplus = surplusTemplates(host, wanted, found)
  const groups = host.groups.filter(name => !found.groups.includes(name))
  const macros = Object.entries(wanted.macros).filter(([name, value]) => found.macros[name] !== value)
  const place = found.agent && `${found.agent.address}:${found.agent.port}`
  return [
    ...(place === `${host.address}:${agentPort}` ? [] : [`agent: ${place ?? 'none'} -> ${host.address}:${agentPort}`]),
    ...groups.map(name => `group: ${name} is added`),
    ...missing.map(name => `template: ${name} is added`),
    ...surplus.map(name => `template: ${name} is taken away`),
    ...macros.map(([name]) => `macro: ${name}`),
    ...(hasTag(found, keptTag, wanted.site) ? [] : ['it is marked as kept by hive']),
    ...(hasTag(found, leftTag, wanted.site) && !found.isWatched ? ['it is watched again'] : []),
  ]
}

/** Templates of hive's own that are no longer for this host; others are the business of whoever linked them. */
export function surplusTemplates(host: WantedHost, {templates}: WantedZabbix, found: FoundHost): readonly string[] {
  const own = templates.map(({name}) => name)
  return found.templates.filter(name => own.includes(name) && !host.templates.includes(name))
}

/** Their history stays until somebody removes them. */
function departed({site, hosts}: WantedZabbix, found: FoundZabbix): ZabbixChange[] {
  return found.hosts
    .filter(host => hasTag(host, keptTag, site) && hosts.every(({name}) => name !== host.name))
    .map(host => ({
      id: `zabbix-host:${host.name}`,
      action: 'update',
      details: ['no longer in the inventory: it is watched no more, its history stays'],
      step: {type: 'leave', found: host},
    }))
}

export function hasTag({tags}: FoundHost, tag: string, value: string): boolean {
  return tags.some(each => each.tag === tag && each.value === value)
}
