import {setTimeout} from 'node:timers/promises'
import type Docker from 'dockerode'
import {engineReason} from '../docker/engine-reason.ts'
import {HiveError} from '../error.ts'

export interface ResolveInput {
  readonly docker: Docker
  /** Image reference by tag. */
  readonly tag: string
  readonly auth?: Docker.AuthConfig
  /** What the service runs now, kept when the registry cannot be asked. */
  readonly current?: string
}

export interface ResolvedImage {
  readonly reference: string
  /** Set when the registry could not be asked: a sentence that says what is used instead. */
  readonly warning?: string
}

/** Seconds a registry has to answer; a closed network is silent for much longer. */
const patienceSeconds = 10

/**
 * The image by digest, so that every node runs the same bytes and a moved tag is a visible change. The engine asks the
 * registry, as its nodes will; when that fails the present, the local, or the plain tag is used with a warning.
 */
export async function resolveImage(input: ResolveInput): Promise<ResolvedImage> {
  const {docker, tag, auth} = input
  if (tag.includes('@')) return {reference: tag}
  try {
    return {reference: `${withTag(tag)}@${await registryDigest(docker, tag, auth)}`}
  } catch (error) {
    const reference = await fallback(input)
    return {
      reference,
      warning: `The registry could not be asked for ${tag} (${engineReason(error)}); ${reference} is used.`,
    }
  }
}

async function registryDigest(docker: Docker, tag: string, auth: Docker.AuthConfig | undefined): Promise<string> {
  const late = new AbortController()
  const asked = docker.getImage(tag).distribution(auth ? {authconfig: auth} : {})
  try {
    const answer = await Promise.race([asked, setTimeout(patienceSeconds * 1000, undefined, {signal: late.signal})])
    if (answer) return answer.Descriptor.digest
  } finally {
    late.abort()
  }
  // Nobody waits for it any more.
  asked.catch(() => undefined)
  throw new HiveError('REGISTRY_FAILED', `no answer within ${patienceSeconds} s`)
}

async function fallback({docker, tag, current}: ResolveInput): Promise<string> {
  if (current?.startsWith(`${withTag(tag)}@`)) return current
  return (await localDigest(docker, tag)) ?? tag
}

async function localDigest(docker: Docker, tag: string): Promise<string | undefined> {
  try {
    const {RepoDigests = []} = await docker.getImage(tag).inspect()
    const digest = RepoDigests.find(known => known.startsWith(`${repositoryOf(tag)}@`))?.split('@')[1]
    return digest && `${withTag(tag)}@${digest}`
  } catch {
    // Not on this node either: the tag is all there is, and the caller says so.
    return undefined
  }
}

/** Docker's own default made visible, so that `box` and `box:latest` are one reference. */
function withTag(tag: string): string {
  return repositoryOf(tag) === tag ? `${tag}:latest` : tag
}

function repositoryOf(tag: string): string {
  return tag.replace(/:[^/:]*$/, '')
}
