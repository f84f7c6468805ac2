import type Docker from 'dockerode'
import type {Carry} from '../docker/carry/carrier.ts'
import {engineReason} from '../docker/engine-reason.ts'
import {findImage} from '../docker/find-image.ts'
import {loginFor, type RegistryLogin, registryAuth} from '../docker/registry-auth.ts'
import {HiveError} from '../error.ts'
import {pullImage} from './transfer.ts'

/** A base image as an engine and its registry know it now. */
export interface BaseImage {
  /** The reference to create containers from, after tag mapping. */
  readonly reference: string
  /** Registry digest, or the local id of an image no registry was asked about; what the content hash is made with. */
  readonly identity: string
  /** The engine does not have it, or has an older one under the same tag. */
  readonly needsPull: boolean
}

/** What a base image is looked for with. */
export interface BaseSearch {
  readonly logins: readonly RegistryLogin[]
  /** Brings an image to the site's registry where the engine cannot fetch it itself. */
  readonly carry: Carry
}

/** Milliseconds a registry has to say which image a tag is now; a closed network often just does not answer. */
const patience = 4000

/**
 * Finds out which image a tag is. A pinned or purely local image costs no question to a registry; a registry that cannot
 * be asked does not matter as long as the engine has the image.
 * @throws HiveError IMAGE_FAILED when neither the engine nor a registry has it.
 */
export async function findBase(docker: Docker, from: string, {logins, carry}: BaseSearch): Promise<BaseImage> {
  const reference = withTag(from)
  const local = await findImage(docker, reference)
  if (!isKept(local, reference)) {
    const carried = await carry(reference).catch(error => (local ? reference : Promise.reject(error)))
    if (carried !== reference) return pinned(carried, await findImage(docker, carried))
  }
  if (reference.includes('@')) return pinned(reference, local)
  if (local && local.RepoDigests.length === 0) return {reference, identity: local.Id, needsPull: false}
  const known = local && digestOf(local.RepoDigests, reference)
  try {
    const identity = await askRegistry(docker, reference, logins)
    return {reference, identity, needsPull: identity !== known}
  } catch (error) {
    if (local) return {reference, identity: known ?? local.Id, needsPull: false}
    throw new HiveError('IMAGE_FAILED', `Base image ${reference} was not found: ${engineReason(error)}.`, {
      cause: error,
      suggestions: [
        'Check the tag in "from", the network, and the logins in hive_ext_repositories.',
        `On a machine without its registry, load it on the repository host: docker load, or docker import ... ${reference}.`,
      ],
    })
  }
}

/** Nothing has to be asked about it: it came from no registry, or its content is told and here. */
function isKept(local: Docker.ImageInspectInfo | undefined, reference: string): boolean {
  return local !== undefined && (local.RepoDigests.length === 0 || reference.includes('@'))
}

function pinned(reference: string, local: Docker.ImageInspectInfo | undefined): BaseImage {
  return {reference, identity: reference.slice(reference.indexOf('@') + 1), needsPull: local === undefined}
}

/** Brings the base image to the engine where that is needed. */
export async function fetchBase(
  docker: Docker,
  {reference, needsPull}: BaseImage,
  logins: readonly RegistryLogin[],
  progress: (text: string) => void,
): Promise<void> {
  if (needsPull) await pullImage(docker, {reference, login: loginFor(reference, logins), progress})
}

async function askRegistry(docker: Docker, reference: string, logins: readonly RegistryLogin[]): Promise<string> {
  const login = loginFor(reference, logins)
  const {Descriptor} = await docker.getImage(reference).distribution({
    ...(login && {authconfig: registryAuth(login)}),
    abortSignal: AbortSignal.timeout(patience),
  })
  return Descriptor.digest
}

function digestOf(digests: readonly string[], reference: string): string | undefined {
  const repository = repositoryOf(reference)
  return digests.find(digest => digest.startsWith(`${repository}@`))?.slice(repository.length + 1)
}

/** An engine asked to pull a repository without a tag pulls all of its tags. */
function withTag(from: string): string {
  return from.includes('@') || repositoryOf(from) !== from ? from : `${from}:latest`
}

function repositoryOf(reference: string): string {
  return reference.replace(/:[^/:]*$/, '')
}
