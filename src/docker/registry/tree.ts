import {z} from 'zod'
import type {Blob, Place} from './blob.ts'
import {RegistryFailure} from './failure.ts'
import {getManifest, type Manifest} from './manifest.ts'

/** An image with all it consists of: one platform, or an index of several. */
export interface ImageTree {
  readonly manifest: Manifest
  /** Images an index lists. */
  readonly children: readonly ImageTree[]
  /** Its own, configuration included; none for an index. */
  readonly blobs: readonly Blob[]
}

/** One manifest of an image, and what it refers to. */
export interface TreeNode {
  readonly manifest: Manifest
  /** Digests of the images an index lists. */
  readonly children: readonly string[]
  readonly blobs: readonly Blob[]
}

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/)
const descriptor = z.object({mediaType: z.string().default(''), digest, size: z.number()})
const content = z.union([
  z.object({manifests: z.array(descriptor)}),
  z.object({config: descriptor, layers: z.array(descriptor)}),
])

/**
 * Reads an image's manifests from a registry, every platform's.
 * @throws RegistryFailure when one is missing or of a format that cannot be copied.
 */
export async function readTree(place: Place, reference: string): Promise<ImageTree> {
  const {manifest, children, blobs} = await readNode(place, reference)
  return {manifest, children: await Promise.all(children.map(child => readTree(place, child))), blobs}
}

/**
 * Reads one manifest, and none of those an index lists.
 * @throws RegistryFailure when it is missing or of a format that cannot be copied.
 */
export async function readNode(place: Place, reference: string): Promise<TreeNode> {
  const manifest = await getManifest(place.registry, place.repository, reference)
  const parsed = content.safeParse(jsonOf(manifest.bytes))
  if (!parsed.success) {
    const what = manifest.mediaType || 'unknown format'
    throw new RegistryFailure(`${place.repository}@${manifest.digest} is no image that can be copied (${what})`, {
      mayPass: false,
    })
  }
  if ('config' in parsed.data) {
    const {config, layers} = parsed.data
    return {manifest, children: [], blobs: [config, ...layers.filter(isDistributable)]}
  }
  return {manifest, children: parsed.data.manifests.map(child => child.digest), blobs: []}
}

/** Every blob of an image, each once. */
export function blobsOf(tree: ImageTree): readonly Blob[] {
  const all = [...tree.blobs, ...tree.children.flatMap(blobsOf)]
  return [...new Map(all.map(blob => [blob.digest, {digest: blob.digest, size: blob.size}])).values()]
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    // What is no JSON has no shape we know; the caller says so.
    return undefined
  }
}

/** Layers no registry may hand on (of Windows) stay where their manifest says they are. */
function isDistributable({mediaType}: {readonly mediaType: string}): boolean {
  return !/foreign|nondistributable/.test(mediaType)
}
