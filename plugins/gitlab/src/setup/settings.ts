import type {Client} from '../api/client.ts'
import {GitlabFailure} from '../api/failure.ts'
import type {Call} from '../api/send.ts'

/** A project's settings: lists and entries below `/projects/<project>/`. */
export interface Settings {
  readonly project: string
  /** All entries of a list; of a place with one entry, a list of it. */
  list(name: ListName): Promise<readonly unknown[]>
  write(method: Call['method'], path: string, value?: object): Promise<void>
  /** Undefined where it cannot be seen. */
  defaultBranch(): Promise<string | undefined>
  /** The number of another project or of a group, by its path; undefined when there is none we may see. */
  numberOf(kind: 'projects' | 'groups', path: string): Promise<number | undefined>
  version(): Promise<Version>
}

export interface Version {
  /** Of the server, e.g. `17.5`. */
  readonly text: string
  isAtLeast(major: number, minor: number): boolean
}

export type ListName = keyof ReturnType<typeof listsOf>

export function settingsOf(client: Client): Settings {
  const {api, access} = client
  const {project} = access
  const lists = listsOf(client)
  return {
    project,
    list: name => lists[name](),
    async write(method, path, value) {
      const body = value && {body: JSON.stringify(value)}
      const [below, query] = path.split('?')
      await client.send({
        method,
        path: `projects/${encodeURIComponent(project)}/${below}`,
        ...(query && {query}),
        ...body,
      })
    },
    defaultBranch: async () => (await unlessHidden(() => api.Projects.show(project)))?.default_branch,
    async numberOf(kind, path) {
      if (kind === 'projects') return (await unlessHidden(() => api.Projects.show(path)))?.id
      return (await unlessHidden(() => api.Groups.show(path)))?.id
    },
    version: async () => parseVersion((await api.Metadata.show()).version),
  }
}

/** By their paths. What is written is more than gitbeaker's types know of each, so only reading goes by them. */
function listsOf({api, access: {project}}: Client) {
  const pages = {perPage: 100} as const
  const scope = api.ProjectJobTokenScopes
  return {
    environments: () => api.Environments.all(project, pages),
    variables: () => api.ProjectVariables.all(project, pages),
    protected_environments: () => api.ProjectProtectedEnvironments.all(project, pages),
    protected_branches: () => api.ProtectedBranches.all(project, pages),
    protected_tags: () => api.ProtectedTags.all(project, pages),
    pipeline_schedules: () => api.PipelineSchedules.all(project, pages),
    resource_groups: () => api.ResourceGroups.all(project, pages),
    freeze_periods: () => api.FreezePeriods.all(project, pages),
    job_token_scope: async () => [await scope.show(project)],
    'job_token_scope/allowlist': () => scope.showInboundAllowList(project),
    'job_token_scope/groups_allowlist': () => scope.showGroupsAllowList(project),
  } satisfies Readonly<Record<string, () => Promise<readonly unknown[]>>>
}

async function unlessHidden<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof GitlabFailure && (error.status === 404 || error.status === 403)) return undefined
    throw error
  }
}

function parseVersion(version: string): Version {
  const [major = 0, minor = 0] = version.split('.').map(part => Number.parseInt(part, 10))
  return {
    text: `${major}.${minor}`,
    isAtLeast: (wantedMajor, wantedMinor) => major > wantedMajor || (major === wantedMajor && minor >= wantedMinor),
  }
}
