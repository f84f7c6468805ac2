import {createHash} from 'node:crypto'
import {z} from 'zod'
import type {Registry} from './client.ts'
import {RegistryFailure} from './failure.ts'
import {persist} from './persist.ts'

/** A manifest's bytes as they are, for a digest is made of bytes. */
export interface Manifest {
  readonly digest: string
  readonly mediaType: string
  readonly bytes: Buffer
}

const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

const digestText = z.string().regex(/^sha256:[0-9a-f]{64}$/)

/** Which image a tag or digest is now; undefined when the registry has none. */
export async function findDigest(registry: Registry, repository: string, reference: string) {
  const answer = await registry.call({
    method: 'HEAD',
    path: `${repository}/manifests/${reference}`,
    scope: `repository:${repository}:pull`,
    headers: {accept},
  })
  await answer.body.dump()
  if (answer.statusCode === 404) return undefined
  const told = digestText.safeParse(answer.headers['docker-content-digest'])
  return told.success ? told.data : (await getManifest(registry, repository, reference)).digest
}

/**
 * Fetches a manifest by tag or digest.
 * @throws RegistryFailure when there is none, or its bytes are not those of its digest.
 */
export async function getManifest(registry: Registry, repository: string, reference: string): Promise<Manifest> {
  const where = `${registry.name}/${repository}`
  return persist(registry.signal, async () => {
    const {statusCode, headers, bytes} = await registry.readOnce({
      method: 'GET',
      path: `${repository}/manifests/${reference}`,
      scope: `repository:${repository}:pull`,
      headers: {accept},
    })
    if (statusCode === 404) throw new RegistryFailure(`${where} has no manifest ${reference}`, {mayPass: false})
    const digest = digestOf(bytes)
    if (reference.startsWith('sha256:') && reference !== digest) {
      throw new RegistryFailure(`${where} gives other bytes than those of ${reference}`, {mayPass: true})
    }
    return {digest, bytes, mediaType: String(headers['content-type'] ?? '').replace(/;.*$/, '')}
  })
}

/** Stores a manifest under a tag or its digest; all it refers to must be there. */
export async function putManifest(registry: Registry, repository: string, reference: string, manifest: Manifest) {
  const answer = await registry.call({
    method: 'PUT',
    path: `${repository}/manifests/${reference}`,
    scope: `repository:${repository}:pull,push`,
    headers: {'content-type': manifest.mediaType},
    body: manifest.bytes,
  })
  await answer.body.dump()
  if (answer.statusCode >= 300) {
    const {statusCode: status} = answer
    throw new RegistryFailure(`${registry.name} answers ${status} to a manifest of ${repository}`, {
      status,
      mayPass: false,
    })
  }
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
