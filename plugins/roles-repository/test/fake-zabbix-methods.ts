import {z} from 'zod'
import {isFrom, type Method, Refused, type Version} from './fake-zabbix-contract.ts'
import {hostMethods} from './fake-zabbix-hosts.ts'
import {partMethods} from './fake-zabbix-parts.ts'
import type {FakeState} from './fake-zabbix-state.ts'

/** Selects by name; a field the object does not have filters nothing, as in Zabbix. */
const listSchema = z.strictObject({
  output: z.array(z.string()),
  filter: z.record(z.string(), z.array(z.string())).optional(),
})

export function methodsOf(state: FakeState, version: string): ReadonlyMap<string, Method> {
  return new Map(
    Object.entries({
      'apiinfo.version': () => version,
      ...userMethods(state),
      ...groupMethods(state),
      'configuration.import': (parameters: unknown) => importTemplates(state, parameters),
      ...hostMethods(state),
      ...partMethods(state),
    }),
  )
}

function userMethods(state: FakeState): Record<string, Method> {
  const nameField = isFrom(state.version, 5, 4) ? 'username' : 'alias'
  const users = ['Admin', 'guest']
  return {
    'user.login'(parameters) {
      const {password, username, user} = loginSchema(state.version).parse(parameters)
      if ((username ?? user) !== 'Admin' || password !== state.password) {
        throw new Refused('Incorrect user name or password or account is temporarily blocked.')
      }
      const token = `token ${++state.last}`
      state.sessions.add(token)
      return token
    },
    'user.logout'(parameters, token) {
      z.tuple([]).parse(parameters)
      return state.sessions.delete(token)
    },
    'user.get'(parameters) {
      const wanted = listSchema.parse(parameters).filter?.[nameField] ?? users
      return users.filter(name => wanted.includes(name)).map(name => ({userid: name}))
    },
    'user.update'(parameters) {
      const {passwd, current_passwd} = passwordSchema(state.version).parse(parameters)
      if (current_passwd !== undefined && current_passwd !== state.password) {
        throw new Refused('Incorrect current password.')
      }
      state.password = passwd
      state.sessions.clear()
      return {userids: ['Admin']}
    },
  }
}

/** `username` since 5.4; `user` until 6.2. */
function loginSchema(version: Version) {
  const [text, none] = [z.string(), z.undefined().optional()]
  if (isFrom(version, 6, 4)) return z.strictObject({username: text, password: text, user: none})
  if (isFrom(version, 5, 4)) return z.strictObject({username: text.optional(), user: text.optional(), password: text})
  return z.strictObject({user: text, password: text, username: none})
}

/** Who changes the own password gives the one it had, since 6.4. */
function passwordSchema(version: Version) {
  const current = isFrom(version, 6, 4) ? z.string() : z.undefined().optional()
  return z.strictObject({userid: z.literal('Admin'), passwd: z.string().min(8), current_passwd: current})
}

function groupMethods(state: FakeState): Record<string, Method> {
  const all = () =>
    isFrom(state.version, 6, 2) ? [...state.hostGroups] : [...state.hostGroups, ...state.templateGroups]
  return {
    'hostgroup.get'(parameters) {
      const wanted = listSchema.parse(parameters).filter?.name ?? all()
      return all().flatMap(name => (wanted.includes(name) ? [{groupid: name, name}] : []))
    },
    'hostgroup.create'(parameters) {
      const {name} = z.strictObject({name: z.string().min(1)}).parse(parameters)
      if (all().includes(name)) throw new Refused(`Host group "${name}" already exists.`)
      state.hostGroups.add(name)
      return {groupids: [name]}
    },
    'template.get'(parameters) {
      const wanted = listSchema.parse(parameters).filter?.host
      const found = [...state.templates].filter(([name]) => wanted?.includes(name) ?? true)
      return found.map(([host, description]) => ({templateid: host, host, description}))
    },
  }
}

const named = z.looseObject({name: z.string()})
const exportSchema = z.strictObject({
  zabbix_export: z.strictObject({
    version: z.literal('5.0'),
    groups: z.array(named),
    templates: z.array(z.looseObject({template: z.string(), description: z.string(), groups: z.array(named)})),
  }),
})

function importTemplates(state: FakeState, parameters: unknown): boolean {
  const {rules, source} = z
    .strictObject({format: z.enum(['json', 'xml']), rules: rulesSchema(state.version), source: z.string()})
    .parse(parameters)
  const {groups, templates} = exportSchema.parse(JSON.parse(source)).zabbix_export
  const groupRule = rules.groups ?? rules.template_groups
  for (const {name} of groups) {
    if (!groupRule?.createMissing && !state.templateGroups.has(name))
      throw new Refused(`Group "${name}" does not exist.`)
    state.templateGroups.add(name)
  }
  for (const {template, description} of templates) {
    const rule = state.templates.has(template) ? rules.templates?.updateExisting : rules.templates?.createMissing
    if (rule) state.templates.set(template, description)
  }
  return true
}

/** Groups of hosts and those of templates have rules of their own since 6.2; the one they shared is refused. */
function rulesSchema(version: Version) {
  const create = {createMissing: z.boolean().optional()}
  const update = {...create, updateExisting: z.boolean().optional()}
  const whole = z.strictObject({...update, deleteMissing: z.boolean().optional()}).optional()
  const common = {templates: z.strictObject(update).optional(), items: whole, discoveryRules: whole, triggers: whole}
  const [shared, own] = [z.strictObject(create).optional(), z.strictObject(update).optional()]
  const none = z.undefined().optional()
  return isFrom(version, 6, 2)
    ? z.strictObject({...common, groups: none, host_groups: own, template_groups: own})
    : z.strictObject({...common, groups: shared, host_groups: none, template_groups: none})
}
