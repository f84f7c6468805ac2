import type {Item} from './item.ts'
import type {Settings} from './settings.ts'
import type {Wish} from './wish-schema.ts'

const scope = 'job_token_scope'

/** Which projects and groups may come with the token of their jobs, and whether anybody else may. */
export async function jobTokenItems(settings: Settings, wish: Wish['job_token']): Promise<readonly Item[]> {
  if (!wish) return []
  const allowed = await Promise.all([
    ...wish.projects.map(path => allowedItem(settings, 'projects', path)),
    ...wish.groups.map(path => allowedItem(settings, 'groups', path)),
  ])
  return [...allowed, limitItem(wish.limited)]
}

function limitItem(limited: boolean): Item {
  return {
    id: 'job-token:scope',
    list: scope,
    isIt: () => true,
    wanted: {limited: `${limited}`},
    found: ({inbound_enabled}) => ({limited: `${inbound_enabled}`}),
    create: 'This GitLab does not tell whom it lets in with a job token.',
    change: () => [{method: 'PATCH', path: scope, body: {enabled: limited}}],
  }
}

async function allowedItem(settings: Settings, kind: 'projects' | 'groups', path: string): Promise<Item> {
  const list = kind === 'projects' ? 'job_token_scope/allowlist' : 'job_token_scope/groups_allowlist'
  const number = await settings.numberOf(kind, path)
  const target = kind === 'projects' ? 'target_project_id' : 'target_group_id'
  const noun = kind === 'projects' ? 'project' : 'group'
  return {
    id: `job-token:${noun} ${path}`,
    list,
    isIt: ({id}) => id === number,
    wanted: {allowed: 'true'},
    found: () => ({allowed: 'true'}),
    create:
      number === undefined
        ? `There is no ${noun} ${path} that the owner of the token may see, so it was not let in.`
        : {method: 'POST', path: list, body: {[target]: number}},
    change: () => [],
  }
}
