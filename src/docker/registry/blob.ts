import type {Readable} from 'node:stream'
import type {Answer} from './call.ts'
import type {Registry} from './client.ts'
import {broken, RegistryFailure} from './failure.ts'
import {persist} from './persist.ts'

export interface Blob {
  readonly digest: string
  /** Bytes. */
  readonly size: number
}

/** A repository of a registry. */
export interface Place {
  readonly registry: Registry
  readonly repository: string
}

export async function hasBlob({registry, repository}: Place, {digest}: Blob): Promise<boolean> {
  const answer = await registry.call({
    method: 'HEAD',
    path: `${repository}/blobs/${digest}`,
    scope: `repository:${repository}:pull`,
  })
  await answer.body.dump()
  return answer.statusCode < 300
}

/** Whether a blob can really be read: its first byte is asked for. */
export async function canReadBlob({registry, repository}: Place, {digest, size}: Blob): Promise<boolean> {
  const answer = await registry.call({
    method: 'GET',
    path: `${repository}/blobs/${digest}`,
    scope: `repository:${repository}:pull`,
    headers: size > 0 ? {range: 'bytes=0-0'} : {},
  })
  // A registry that knows no ranges sends all of it, which nobody waits for.
  answer.body.on('error', () => undefined).destroy()
  return answer.statusCode < 300
}

/** Gives a repository a blob another one of the same registry has; false when the registry does not do so. */
export async function mountBlob({registry, repository}: Place, from: string, {digest}: Blob): Promise<boolean> {
  const answer = await registry.call({
    method: 'POST',
    path: `${repository}/blobs/uploads/?mount=${digest}&from=${encodeURIComponent(from)}`,
    scope: `repository:${repository}:pull,push repository:${from}:pull`,
    headers: {'content-length': '0'},
  })
  await answer.body.dump()
  return answer.statusCode === 201
}

/** Sends a blob from one place to another, as a stream. The registry that takes it compares the digest. */
export async function copyBlob(from: Place, to: Place, blob: Blob): Promise<void> {
  await persist(to.registry.signal, async () => {
    const location = await beginUpload(to)
    const body = await openBlob(from, blob)
    const target = `${location}${location.includes('?') ? '&' : '?'}digest=${blob.digest}`
    let torn: unknown
    body.on('error', error => {
      torn = error
    })
    try {
      await finish(to, target, body, blob)
    } catch (error) {
      if (torn === undefined || to.registry.signal.aborted) throw error
      throw broken(from.registry.name, torn)
    } finally {
      body.destroy()
    }
  })
}

async function beginUpload({registry, repository}: Place): Promise<string> {
  const answer = await registry.callOnce({
    method: 'POST',
    path: `${repository}/blobs/uploads/`,
    scope: `repository:${repository}:pull,push`,
    headers: {'content-length': '0'},
  })
  await answer.body.dump()
  const {location} = answer.headers
  if (typeof location === 'string') return location
  throw refused(registry, repository, answer)
}

async function openBlob({registry, repository}: Place, {digest}: Blob): Promise<Readable> {
  const scope = `repository:${repository}:pull`
  const answer = await registry.callOnce({method: 'GET', path: `${repository}/blobs/${digest}`, scope})
  if (answer.statusCode === 200) return answer.body
  await answer.body.dump()
  throw new RegistryFailure(`${registry.name}/${repository} has no blob ${digest}`, {mayPass: false})
}

async function finish({registry, repository}: Place, path: string, body: Readable, {size}: Blob): Promise<void> {
  const answer = await registry.callOnce({
    method: 'PUT',
    path,
    scope: `repository:${repository}:pull,push`,
    headers: {'content-type': 'application/octet-stream', 'content-length': String(size)},
    body,
  })
  await answer.body.dump()
  if (answer.statusCode !== 201) throw refused(registry, repository, answer)
}

function refused({name}: Registry, repository: string, {statusCode: status}: Answer): RegistryFailure {
  // 404: a registry of several machines may have forgotten the upload; a new one is begun.
  return new RegistryFailure(`${name} answers ${status} to an upload to ${repository}`, {status, mayPass: true})
}
