import type {Call, Client} from '../api/client.ts'
import {GitlabFailure} from '../api/failure.ts'
import {allPages} from '../api/pages.ts'

/** A project's settings: lists and entries below `/projects/<project>/`. */
export interface Settings {
  list(path: string): Promise<readonly unknown[]>
  /** Undefined when it is not there, or not offered to us. */
  read(path: string): Promise<unknown>
  write(method: Call['method'], path: string, value: object): Promise<void>
}

export function settingsOf(client: Client): Settings {
  const base = `projects/${encodeURIComponent(client.access.project)}`
  const below = (path: string) => (path === '' ? base : `${base}/${path}`)
  return {
    list: path => allPages(client, {path: below(path)}),
    async read(path) {
      try {
        const {body} = await client.send({method: 'GET', path: below(path)})
        return JSON.parse(body.toString())
      } catch (error) {
        if (error instanceof GitlabFailure && (error.status === 404 || error.status === 403)) return undefined
        throw error
      }
    },
    async write(method, path, value) {
      await client.send({method, path: below(path), body: JSON.stringify(value)})
    },
  }
}
