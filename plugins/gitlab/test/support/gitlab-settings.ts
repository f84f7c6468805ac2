/** An environment, a variable, a schedule, ...: as GitLab tells it. */
export type Entry = Record<string, unknown>

/** By what an entry of a list is asked for. */
const idOf: Readonly<Record<string, string>> = {
  environments: 'id',
  pipeline_schedules: 'id',
  freeze_periods: 'id',
  variables: 'key',
  resource_groups: 'key',
  protected_environments: 'name',
  protected_branches: 'name',
  protected_tags: 'name',
  'job_token_scope/allowlist': 'id',
  'job_token_scope/groups_allowlist': 'id',
}

export interface SettingCall {
  readonly method: string
  readonly list: string
  readonly id: string | undefined
  readonly query: URLSearchParams
  readonly body: Entry
}

export type SettingAnswer = {readonly status: number; readonly body?: unknown} | {readonly list: readonly Entry[]}

/** A project's settings, each list kept and told as the documentation of its part of the API says. */
export function keepSettings(lists: Map<string, Entry[]>, {version}: {readonly version: string}) {
  for (const list of Object.keys(idOf)) lists.set(list, [])
  const scope: Entry = {inbound_enabled: false, outbound_enabled: false}
  let ids = 500
  const next = () => ids++

  /** Undefined for paths that are no settings. */
  return (parts: readonly string[], call: Omit<SettingCall, 'list' | 'id'>): SettingAnswer | undefined => {
    const isScope = parts[0] === 'job_token_scope'
    if (isScope && parts.length === 1) return jobTokenScope(scope, call)
    const list = parts.slice(0, isScope ? 2 : 1).join('/')
    const entries = lists.get(list)
    return entries && onList(entries, {...call, list, id: parts[isScope ? 2 : 1]})
  }

  function onList(entries: Entry[], call: SettingCall): SettingAnswer {
    const {method, list, id, body} = call
    if (method === 'POST') {
      const entry = {id: next(), ...told(list, body)}
      entries.push(entry)
      return {status: 201, body: shown(entry)}
    }
    if (id === undefined) return {list: entries.map(shown)}
    const found = entries.find(entry => isAskedFor(entry, call))
    if (!found) return {status: 404, body: {message: '404 Not found'}}
    if (method === 'DELETE') {
      entries.splice(entries.indexOf(found), 1)
      return {status: 204}
    }
    if (method === 'PUT') change(found, list, body)
    return {status: 200, body: shown(found)}
  }

  /** What is sent is not what is told: roles become lists of levels with numbers of their own, targets become ids. */
  function told(list: string, body: Entry): Entry {
    const {push_access_level, merge_access_level, create_access_level, target_project_id, target_group_id, ...rest} =
      body
    if (list === 'variables') return variable(body)
    if (list === 'protected_branches')
      return {...rest, push_access_levels: level(push_access_level), merge_access_levels: level(merge_access_level)}
    if (list === 'protected_tags') return {...rest, create_access_levels: level(create_access_level)}
    if (list === 'protected_environments')
      return {
        ...rest,
        deploy_access_levels: numbered(rest.deploy_access_levels),
        approval_rules: numbered(rest.approval_rules),
      }
    return list.startsWith('job_token_scope') ? {id: target_project_id ?? target_group_id} : body
  }

  function variable({masked_and_hidden, ...body}: Entry): Entry {
    const [major = 0, minor = 0] = version.split('.').map(Number)
    const hidden = major * 100 + minor >= 1704 ? {hidden: masked_and_hidden === true} : {}
    return {raw: false, description: null, environment_scope: '*', ...body, ...hidden}
  }

  function change(found: Entry, list: string, body: Entry): void {
    const isProtected = list === 'protected_environments'
    Object.assign(found, body)
    if (!isProtected) return
    for (const name of ['deploy_access_levels', 'approval_rules']) {
      found[name] = numbered(items(body[name]).filter(item => item._destroy !== true))
    }
  }

  function numbered(value: unknown): Entry[] {
    return items(value).map(item => ({id: next(), access_level: null, user_id: null, group_id: null, ...item}))
  }

  function level(access_level: unknown): Entry[] {
    return [
      {id: next(), access_level},
      {id: next(), access_level: 40, deploy_key_id: 3},
    ]
  }
}

function jobTokenScope(scope: Entry, {method, body}: Omit<SettingCall, 'list' | 'id'>): SettingAnswer {
  if (method === 'PATCH') scope.inbound_enabled = body.enabled
  return method === 'PATCH' ? {status: 204} : {status: 200, body: scope}
}

/** The value of a hidden variable is never told. */
function shown(entry: Entry): Entry {
  return entry.hidden === true ? {...entry, value: null} : entry
}

function isAskedFor(entry: Entry, {list, id, query}: SettingCall): boolean {
  const scope = query.get('filter[environment_scope]')
  return String(entry[idOf[list] ?? 'id']) === id && (scope === null || entry.environment_scope === scope)
}

function items(value: unknown): Entry[] {
  return Array.isArray(value) ? value : []
}
