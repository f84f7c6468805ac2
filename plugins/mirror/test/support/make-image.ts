import {createHash} from 'node:crypto'
import {buffer} from 'node:stream/consumers'
import {gzipSync} from 'node:zlib'
import {pack} from 'tar-stream'

/** Where images are put: a registry on the loopback and its login. */
export interface Shelf {
  readonly port: number
  readonly user: string
  readonly password: string
}

const oci = 'application/vnd.oci.image'

/** Puts an image of one platform into a registry; a layer is a file with that text. Returns its digest. */
export async function putImage(shelf: Shelf, name: string, layers: readonly string[]): Promise<string> {
  const {repository, tag} = split(name)
  return (await putPlatform(shelf, {repository, reference: tag, architecture: 'amd64', layers})).digest
}

/** Puts an index of two platforms into a registry: the first layer is the same in both, the second is not. */
export async function putIndex(shelf: Shelf, name: string, layer: string): Promise<string> {
  const {repository, tag} = split(name)
  const manifests = []
  for (const architecture of ['amd64', 'arm64']) {
    const layers = [layer, `${layer} of ${architecture}`]
    const {digest, size} = await putPlatform(shelf, {repository, architecture, layers})
    const platform = {os: 'linux', architecture}
    manifests.push({mediaType: `${oci}.manifest.v1+json`, digest, size, platform})
  }
  const mediaType = `${oci}.index.v1+json`
  const bytes = Buffer.from(JSON.stringify({schemaVersion: 2, mediaType, manifests}))
  await send(shelf, 'PUT', `${repository}/manifests/${tag}`, mediaType, bytes)
  return digestOf(bytes)
}

interface Platform {
  readonly repository: string
  readonly reference?: string
  readonly architecture: string
  readonly layers: readonly string[]
}

async function putPlatform(shelf: Shelf, {repository, reference, architecture, layers}: Platform) {
  const archives = await Promise.all(layers.map(archive))
  const rootfs = {type: 'layers', diff_ids: archives.map(({diffId}) => diffId)}
  const config = Buffer.from(JSON.stringify({architecture, os: 'linux', config: {}, rootfs}))
  for (const blob of [config, ...archives.map(({bytes}) => bytes)]) await putBlob(shelf, repository, blob)
  const describe = (mediaType: string, blob: Buffer) => ({mediaType, digest: digestOf(blob), size: blob.length})
  const mediaType = `${oci}.manifest.v1+json`
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType,
      config: describe(`${oci}.config.v1+json`, config),
      layers: archives.map(layer => describe(`${oci}.layer.v1.tar+gzip`, layer.bytes)),
    }),
  )
  const digest = digestOf(bytes)
  await send(shelf, 'PUT', `${repository}/manifests/${reference ?? digest}`, mediaType, bytes)
  return {digest, size: bytes.length}
}

async function archive(text: string) {
  const tar = pack()
  tar.entry({name: 'text', mtime: new Date(0)}, text)
  tar.finalize()
  const plain = await buffer(tar)
  return {diffId: digestOf(plain), bytes: gzipSync(plain)}
}

async function putBlob(shelf: Shelf, repository: string, blob: Buffer): Promise<void> {
  const begun = await send(shelf, 'POST', `${repository}/blobs/uploads/`)
  const location = new URL(begun.headers.get('location') ?? '')
  location.searchParams.set('digest', digestOf(blob))
  await send(shelf, 'PUT', location.href, 'application/octet-stream', blob)
}

async function send({port, user, password}: Shelf, method: string, path: string, type?: string, body?: Buffer) {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const headers = {authorization, ...(type !== undefined && {'content-type': type})}
  const url = new URL(path, `http://127.0.0.1:${port}/v2/`)
  const answer = await fetch(url, {method, headers, ...(body && {body: new Uint8Array(body)})})
  if (!answer.ok) throw new Error(`${method} ${url.href} gives ${answer.status}: ${await answer.text()}`)
  return answer
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

function split(name: string): {readonly repository: string; readonly tag: string} {
  const [repository = '', tag = 'latest'] = name.split(':')
  return {repository, tag}
}
