import {HiveError, reasonOf} from '../../error.ts'
import {downloadAdvice} from '../../proxy/failure/download-advice.ts'
import {withoutPassword} from '../../variables/without-password.ts'
import {mirroredRepository} from '../image-mirror.ts'
import {fullImageName, type ImageName, parseImageName} from '../image-name.ts'
import type {Place} from '../registry/blob.ts'
import type {Registry} from '../registry/client.ts'
import {copyImage} from '../registry/copy-image.ts'
import {firstAnswer} from '../registry/first-answer.ts'
import {firstThatWorks} from '../registry/first-that-works.ts'
import {findDigest} from '../registry/manifest.ts'
import type {Sources} from '../registry/outside.ts'
import {platformDigest} from '../registry/platform.ts'
import {readTree} from '../registry/tree.ts'

/** The registries images are carried between. */
export interface CarryRoom {
  /** The site's. */
  readonly own: Registry
  readonly sources: Sources
  /** Go's name of what the engines run on. */
  readonly architecture: string
  /** For messages. */
  readonly proxy: string
  /** Ask, and bring nothing. */
  readonly checkMode: boolean
  readonly signal: AbortSignal
  readonly tell: (text: string) => void
  readonly warn: (text: string) => void
}

/**
 * Brings an image to the site's registry, unless it is there, and returns its reference there, by digest. When its own
 * registry cannot be asked, what was brought before is taken.
 * @throws HiveError REGISTRY_FAILED that names the cause and what to do about it.
 */
export async function carryImage(room: CarryRoom, reference: string): Promise<string> {
  const name = parseImageName(reference)
  const repository = mirroredRepository(name, {registry: room.own.name, path: '', plain: false})
  const target: Place = {registry: room.own, repository}
  const tag = name.tag ?? (name.digest ?? '').replace(':', '-')
  const digest = await bring(room, name, target, tag)
  return `${room.own.name}/${repository}:${tag}@${digest}`
}

async function bring(room: CarryRoom, name: ImageName, target: Place, tag: string): Promise<string> {
  try {
    return await firstThatWorks(room.sources(name), source => bringFrom(room, source, {name, target, tag}))
  } catch (error) {
    room.signal.throwIfAborted()
    const before = await findDigest(room.own, target.repository, tag).catch(() => undefined)
    if (before === undefined || (name.digest !== undefined && name.digest !== before))
      throw notBrought(room, name, error)
    room.warn(`${fullImageName(name)}: ${reasonOf(error)}; what was brought to the site's registry before is used.`)
    return before
  }
}

interface Wanted {
  readonly name: ImageName
  readonly target: Place
  readonly tag: string
}

async function bringFrom(room: CarryRoom, source: Place, {name, target, tag}: Wanted): Promise<string> {
  const asked = platformDigest(source, name.digest ?? name.tag ?? 'latest', room.architecture)
  const digest = await firstAnswer(asked, source.registry.name)
  if (room.checkMode || (await findDigest(target.registry, target.repository, tag)) === digest) return digest
  room.tell(`gets ${fullImageName(name)} through the proxy`)
  await copyImage(source, target, await readTree(source, digest), tag)
  return digest
}

function notBrought({proxy}: CarryRoom, name: ImageName, cause: unknown): HiveError {
  const reason = reasonOf(cause)
  return new HiveError(
    'REGISTRY_FAILED',
    `Image ${fullImageName(name)} cannot be brought to the site's registry through the proxy ${withoutPassword(proxy)}: ${reason}.`,
    {cause, suggestions: downloadAdvice(reason)},
  )
}
