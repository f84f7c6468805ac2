import {z} from 'zod'
import type {Call, Client} from '../api/client.ts'
import {GitlabFailure} from '../api/failure.ts'
import {allPages} from '../api/pages.ts'

/** A project's settings: lists and entries below `/projects/<project>/`. */
export interface Settings {
  readonly project: string
  /** All entries; of a path with one entry, a list of it. */
  list(path: string): Promise<readonly unknown[]>
  /** Undefined when it is not there, or not offered to us. */
  read(path: string): Promise<unknown>
  write(method: Call['method'], path: string, value?: object): Promise<void>
  /** The number of another project or of a group, by its path; undefined when there is none we may see. */
  numberOf(kind: 'projects' | 'groups', path: string): Promise<number | undefined>
  /** Version of the server, e.g. `17.5`. */
  version(): Promise<Version>
}

export interface Version {
  readonly text: string
  isAtLeast(major: number, minor: number): boolean
}

const versionAnswer = z.object({version: z.string().regex(/^\d+\.\d+/)})
const numbered = z.object({id: z.int()})

export function settingsOf(client: Client): Settings {
  const base = `projects/${encodeURIComponent(client.access.project)}`
  const below = (path: string) => (path === '' ? base : `${base}/${path}`)
  const get = async (path: string): Promise<unknown> => {
    const {body} = await client.send({method: 'GET', path})
    return JSON.parse(body.toString())
  }
  return {
    project: client.access.project,
    list: path => allPages(client, {path: below(path)}),
    read: path => unlessHidden(() => get(below(path))),
    async write(method, path, value) {
      await client.send({method, path: below(path), ...(value && {body: JSON.stringify(value)})})
    },
    async numberOf(kind, path) {
      return numbered.safeParse(await unlessHidden(() => get(`${kind}/${encodeURIComponent(path)}`))).data?.id
    },
    async version() {
      return parseVersion(versionAnswer.parse(await get('version')).version)
    },
  }
}

async function unlessHidden(read: () => Promise<unknown>): Promise<unknown> {
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
