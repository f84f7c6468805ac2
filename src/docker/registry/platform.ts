import {z} from 'zod'
import type {Place} from './blob.ts'
import {getManifest} from './manifest.ts'

const index = z.object({
  manifests: z.array(
    z.object({
      digest: z.string(),
      platform: z.object({os: z.string(), architecture: z.string()}).optional(),
    }),
  ),
})

/**
 * The digest of an image's one platform: of what an index lists the first Linux image of this architecture (Go's name:
 * `amd64`), else the image itself, which may be an index without such a one. Throws RegistryFailure.
 */
export async function platformDigest(
  {registry, repository}: Place,
  reference: string,
  architecture: string,
): Promise<string> {
  const {digest, bytes} = await getManifest(registry, repository, reference)
  const parsed = index.safeParse(jsonOf(bytes))
  const fits = parsed.data?.manifests.find(
    ({platform}) => platform?.os === 'linux' && platform.architecture === architecture,
  )
  return fits?.digest ?? digest
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    // What is no JSON is no index.
    return undefined
  }
}
