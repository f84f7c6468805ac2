import {z} from 'zod'
import {isFrom, type Method, Refused} from './fake-zabbix-contract.ts'
import {agent, agentOf, macro} from './fake-zabbix-parts.ts'
import {type FakeHost, type FakeState, hostOf} from './fake-zabbix-state.ts'

const id = z.string()
const groupIds = z.array(z.strictObject({groupid: id}))
const templateIds = z.array(z.strictObject({templateid: id}))
const tags = z.array(z.strictObject({tag: z.string().min(1), value: z.string()}))

const createSchema = z.strictObject({
  host: z.string(),
  interfaces: z.array(z.strictObject({...agent, dns: z.string()})),
  groups: groupIds.min(1),
  templates: templateIds,
  tags,
  macros: z.array(z.strictObject(macro)),
})

export function hostMethods(state: FakeState): Record<string, Method> {
  return {
    'host.get': parameters =>
      state.hosts.map(host => selected(host, z.record(z.string(), z.array(z.string())).parse(parameters), state)),
    'host.create'(parameters) {
      const {host, interfaces, groups, templates, tags, macros} = createSchema.parse(parameters)
      if (state.hosts.some(each => each.host === host))
        throw new Refused(`Host with the same name "${host}" already exists.`)
      const hostid = String(++state.last)
      state.hosts.push({
        hostid,
        host,
        status: 0,
        groups: known(
          state.hostGroups,
          groups.map(({groupid}) => groupid),
        ),
        templates: known(
          new Set(state.templates.keys()),
          templates.map(({templateid}) => templateid),
        ),
        tags,
        macros: new Map(macros.map(each => [each.macro, each.value])),
        interfaces: interfaces.map(({ip, port}) => agentOf(String(++state.last), ip, port)),
      })
      return {hostids: [hostid]}
    },
    'host.delete'(parameters) {
      const ids = z.array(id).min(1).parse(parameters)
      for (const each of ids) state.hosts.splice(state.hosts.indexOf(hostOf(state, each)), 1)
      return {hostids: ids}
    },
    'host.update'(parameters) {
      const status = z.union([z.literal(0), z.literal(1)]).optional()
      const {hostid, ...changed} = z.strictObject({hostid: id, status, tags}).parse(parameters)
      const host = hostOf(state, hostid)
      host.tags = changed.tags
      host.status = changed.status ?? host.status
      return {hostids: [hostid]}
    },
    'host.massadd'(parameters) {
      const hosts = z.array(z.strictObject({hostid: id})).min(1)
      const added = z.strictObject({hosts, groups: groupIds, templates: templateIds}).parse(parameters)
      for (const host of added.hosts.map(({hostid}) => hostOf(state, hostid))) {
        const groups = known(
          state.hostGroups,
          added.groups.map(({groupid}) => groupid),
        )
        const templates = known(
          new Set(state.templates.keys()),
          added.templates.map(({templateid}) => templateid),
        )
        host.groups = [...new Set([...host.groups, ...groups])]
        host.templates = [...new Set([...host.templates, ...templates])]
      }
      return {hostids: []}
    },
    'host.massremove'(parameters) {
      const {hostids, templateids_clear} = z
        .strictObject({hostids: z.array(id), templateids_clear: z.array(id)})
        .parse(parameters)
      for (const host of hostids.map(each => hostOf(state, each))) {
        host.templates = host.templates.filter(name => !templateids_clear.includes(name))
      }
      return {hostids}
    },
  }
}

/** A host with the properties that were asked for, and no others: a name the version does not know selects nothing. */
function selected(host: FakeHost, asked: Readonly<Record<string, readonly string[]>>, {version}: FakeState): object {
  const groups = host.groups.map(name => ({groupid: name, name}))
  return {
    hostid: host.hostid,
    ...(asked.output?.includes('host') && {host: host.host}),
    ...(asked.output?.includes('status') && {status: String(host.status)}),
    ...(asked.selectGroups && !isFrom(version, 7, 2) && {groups}),
    ...(asked.selectHostGroups && isFrom(version, 6, 2) && {hostgroups: groups}),
    ...(asked.selectParentTemplates && {parentTemplates: host.templates.map(name => ({templateid: name, host: name}))}),
    ...(asked.selectTags && {tags: host.tags}),
    ...(asked.selectMacros && {macros: [...host.macros].map(([name, value]) => ({macro: name, value}))}),
    ...(asked.selectInterfaces && {interfaces: host.interfaces}),
  }
}

function known(all: ReadonlySet<string>, names: readonly string[]): string[] {
  const unknown = names.find(name => !all.has(name))
  if (unknown === undefined) return [...names]
  throw new Refused('No permissions to referred object or it does not exist!')
}
