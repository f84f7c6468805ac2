import {z} from 'zod'
import type {Client} from './client.ts'
import {allPages} from './pages.ts'

const packages = z.array(z.object({id: z.int(), name: z.string(), version: z.string()}))
const files = z.array(z.object({id: z.int(), file_name: z.string(), created_at: z.iso.datetime({offset: true})}))

export interface PackageFile {
  readonly id: number
  readonly name: string
  /** Milliseconds since 1970, by GitLab's clock. */
  readonly created: number
}

export interface FilePlace {
  readonly name: string
  readonly version: string
  readonly file: string
}

/** Versions of a generic package, with the number GitLab knows each by. */
export async function packageVersions(client: Client, name: string): Promise<ReadonlyMap<string, number>> {
  const query = `package_type=generic&package_name=${encodeURIComponent(name)}`
  const found = packages.parse(await allPages(client, {path: `${project(client)}/packages`, query}))
  // The server looks for names that contain the text.
  return new Map(found.filter(entry => entry.name === name).map(({version, id}) => [version, id]))
}

export async function packageFiles(client: Client, id: number): Promise<readonly PackageFile[]> {
  const path = `${project(client)}/packages/${id}/package_files`
  const found = files.parse(await allPages(client, {path}))
  return found.map(({id, file_name, created_at}) => ({id, name: file_name, created: Date.parse(created_at)}))
}

export async function removePackageFile(client: Client, id: number, file: number): Promise<void> {
  await client.send({method: 'DELETE', path: `${project(client)}/packages/${id}/package_files/${file}`})
}

export async function uploadFile(client: Client, place: FilePlace, content: Uint8Array): Promise<void> {
  await client.send({method: 'PUT', path: pathOf(client, place), body: content})
}

export async function downloadFile(client: Client, place: FilePlace): Promise<Buffer> {
  const {body} = await client.send({method: 'GET', path: pathOf(client, place)})
  return body
}

function pathOf(client: Client, {name, version, file}: FilePlace): string {
  return `${project(client)}/packages/generic/${[name, version, file].map(encodeURIComponent).join('/')}`
}

function project({access}: Client): string {
  return `projects/${encodeURIComponent(access.project)}`
}
