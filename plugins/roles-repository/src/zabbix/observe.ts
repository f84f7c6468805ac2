import {z} from 'zod'
import {isAtLeast, type ZabbixApi} from './api.ts'
import type {FoundHost, FoundZabbix} from './state.ts'

/** Looks at what Zabbix knows; nothing is written. */
export async function observeZabbix(api: ZabbixApi, isNew: boolean): Promise<FoundZabbix> {
  // Groups of hosts and of templates are two kinds from 6.2 on, and so are the names of what is asked.
  const [select, field] = isAtLeast(api.version, 6, 2) ? ['selectHostGroups', 'hostgroups'] : ['selectGroups', 'groups']
  const [groups, templates, hosts] = await Promise.all([
    api.call('hostgroup.get', {output: ['name']}),
    api.call('template.get', {output: ['host', 'description']}),
    api.call('host.get', {
      output: ['host', 'status'],
      [select]: ['name'],
      selectParentTemplates: ['host'],
      selectTags: ['tag', 'value'],
      selectMacros: ['macro', 'value'],
      selectInterfaces: ['interfaceid', 'type', 'main', 'ip', 'port'],
    }),
  ])
  return {
    isNew,
    groups: namesSchema.parse(groups).map(({name}) => name),
    templates: new Map(templatesSchema.parse(templates).map(({host, description}) => [host, description])),
    hosts: hostsSchema.parse(hosts).map(host => foundHost(host, namesSchema.parse(host[field]))),
  }
}

const namesSchema = z.array(z.object({name: z.string()}))
const templatesSchema = z.array(z.object({host: z.string(), description: z.string()}))
const hostSchema = z.looseObject({
  hostid: z.string(),
  host: z.string(),
  status: z.string(),
  parentTemplates: z.array(z.object({host: z.string()})),
  tags: z.array(z.object({tag: z.string(), value: z.string()})),
  // A secret one has no value.
  macros: z.array(z.object({macro: z.string(), value: z.string().default('')})),
  interfaces: z.array(
    z.object({interfaceid: z.string(), type: z.string(), main: z.string(), ip: z.string(), port: z.string()}),
  ),
})
const hostsSchema = z.array(hostSchema)

function foundHost(host: z.infer<typeof hostSchema>, groups: readonly {readonly name: string}[]): FoundHost {
  const agent = host.interfaces.find(({type, main}) => type === '1' && main === '1')
  return {
    id: host.hostid,
    name: host.host,
    isWatched: host.status === '0',
    groups: groups.map(({name}) => name),
    templates: host.parentTemplates.map(({host: name}) => name),
    tags: host.tags,
    macros: Object.fromEntries(host.macros.map(({macro, value}) => [macro, value])),
    ...(agent && {agent: {id: agent.interfaceid, address: agent.ip, port: agent.port}}),
  }
}
