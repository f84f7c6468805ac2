import {HiveError, type Secret} from '@hive-ci/cli'
import {z} from 'zod'
import {isAtLeast, type ZabbixApi} from './api.ts'
import {changePassword} from './login.ts'
import {hasTag, type Step, surplusTemplates} from './plan.ts'
import {agentPort, type FoundHost, keptTag, leftTag, type WantedHost, type WantedZabbix} from './state.ts'

/** Carries out one step. It may be interrupted anywhere: the next plan finds what is left to do. */
export async function applyStep(
  api: ZabbixApi,
  wanted: WantedZabbix,
  step: Step,
  password: Secret | undefined,
): Promise<void> {
  switch (step.type) {
    case 'password':
      if (password === undefined) throw new TypeError('the password is made before the host is set up')
      return changePassword(api, password)
    case 'forget':
      await api.call('host.delete', [step.host.id])
      return
    case 'group':
      await api.call('hostgroup.create', {name: step.name})
      return
    case 'template':
      await api.call('configuration.import', {format: 'json', rules: importRules(api), source: step.source})
      return
    case 'register':
      return register(api, wanted, step.host)
    case 'update':
      return update(api, wanted, step.host, step.found)
    case 'leave':
      await api.call('host.update', {
        hostid: step.found.id,
        status: 1,
        tags: [...otherTags(step.found), {tag: leftTag, value: wanted.site}],
      })
  }
}

/** A template of ours is what its file says: what the file has no longer goes. */
function importRules({version}: ZabbixApi): Readonly<Record<string, unknown>> {
  const group = {createMissing: true}
  const kept = {createMissing: true, updateExisting: true}
  const whole = {...kept, deleteMissing: true}
  return {
    ...(isAtLeast(version, 6, 2) ? {host_groups: group, template_groups: group} : {groups: group}),
    templates: kept,
    items: whole,
    discoveryRules: whole,
    triggers: whole,
  }
}

async function register(api: ZabbixApi, wanted: WantedZabbix, host: WantedHost): Promise<void> {
  await api.call('host.create', {
    host: host.name,
    interfaces: [agentInterface(host)],
    groups: await groupIds(api, host.groups),
    templates: await templateIds(api, host.templates),
    tags: [{tag: keptTag, value: wanted.site}],
    macros: Object.entries(wanted.macros).map(([macro, value]) => ({macro, value})),
  })
}

async function update(api: ZabbixApi, wanted: WantedZabbix, host: WantedHost, found: FoundHost): Promise<void> {
  const hostid = found.id
  const returns = hasTag(found, leftTag, wanted.site) ? {status: 0} : {}
  await api.call('host.update', {hostid, ...returns, tags: [...otherTags(found), {tag: keptTag, value: wanted.site}]})
  await moveAgent(api, host, found)
  const surplus = await templateIds(api, surplusTemplates(host, wanted, found))
  if (surplus.length > 0) {
    await api.call('host.massremove', {hostids: [hostid], templateids_clear: surplus.map(({templateid}) => templateid)})
  }
  await api.call('host.massadd', {
    hosts: [{hostid}],
    groups: await groupIds(api, host.groups),
    templates: await templateIds(api, host.templates),
  })
  await setMacros(api, wanted, hostid)
}

async function moveAgent(api: ZabbixApi, host: WantedHost, {id: hostid, agent}: FoundHost): Promise<void> {
  if (agent === undefined) await api.call('hostinterface.create', {hostid, ...agentInterface(host)})
  else await api.call('hostinterface.update', {interfaceid: agent.id, ip: host.address, useip: 1, port: agentPort})
}

/** One by one, so that those of others stay, secret ones among them. */
async function setMacros(api: ZabbixApi, wanted: WantedZabbix, hostid: string): Promise<void> {
  const known = macrosSchema.parse(await api.call('usermacro.get', {output: ['macro'], hostids: [hostid]}))
  for (const [macro, value] of Object.entries(wanted.macros)) {
    const id = known.find(each => each.macro === macro)?.hostmacroid
    if (id === undefined) await api.call('usermacro.create', {hostid, macro, value})
    else await api.call('usermacro.update', {hostmacroid: id, value})
  }
}

const macrosSchema = z.array(z.object({hostmacroid: z.string(), macro: z.string()}))

function agentInterface({address}: WantedHost) {
  return {type: 1, main: 1, useip: 1, ip: address, dns: '', port: agentPort}
}

function otherTags({tags}: FoundHost) {
  return tags.filter(({tag}) => tag !== keptTag && tag !== leftTag).map(({tag, value}) => ({tag, value}))
}

async function groupIds(api: ZabbixApi, names: readonly string[]) {
  const found = await api.call('hostgroup.get', {output: ['groupid'], filter: {name: names}})
  return z.array(z.object({groupid: z.string()})).parse(found)
}

async function templateIds(api: ZabbixApi, names: readonly string[]) {
  if (names.length === 0) return []
  const answer = await api.call('template.get', {output: ['templateid', 'host'], filter: {host: names}})
  const found = z.array(z.object({templateid: z.string(), host: z.string()})).parse(answer)
  const missing = names.find(name => found.every(({host}) => host !== name))
  if (missing === undefined) return found.map(({templateid}) => ({templateid}))
  throw new HiveError('HOST_FAILED', `Zabbix on ${api.host} has no template "${missing}".`, {
    suggestions: ['Set hive_zabbix_template to the template for Linux servers that it has.'],
  })
}
