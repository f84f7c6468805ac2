import type {Client} from './client.ts'

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
export async function packageVersions({api, access}: Client, name: string): Promise<ReadonlyMap<string, number>> {
  const found = await api.Packages.all({projectId: access.project, packageName: name, perPage: 100})
  // The server looks for names that contain the text, and packages of other kinds may have the same.
  const own = found.filter(entry => entry.name === name && entry.package_type === 'generic')
  return new Map(own.map(({version, id}) => [version, id]))
}

export async function packageFiles({api, access}: Client, id: number): Promise<readonly PackageFile[]> {
  const found = await api.Packages.allFiles(access.project, id)
  return found.map(({id, file_name, created_at}) => ({id, name: file_name, created: Date.parse(created_at)}))
}

export async function removePackageFile({api, access}: Client, id: number, file: number): Promise<void> {
  await api.Packages.removeFile(access.project, id, file)
}

/** gitbeaker would wrap the content in a form. */
export async function uploadFile(client: Client, place: FilePlace, content: Uint8Array): Promise<void> {
  await client.send({method: 'PUT', path: pathOf(client, place), body: content})
}

/** gitbeaker would read it as text where it looks like some. */
export async function downloadFile(client: Client, place: FilePlace): Promise<Buffer> {
  const {body} = await client.send({method: 'GET', path: pathOf(client, place)})
  return body
}

function pathOf({access}: Client, {name, version, file}: FilePlace): string {
  const parts = [access.project, 'packages', 'generic', name, version, file]
  return `projects/${parts.map(encodeURIComponent).join('/')}`
}
