import {Slots} from '../../transport/slots.ts'
import {copyBlob, hasBlob, type Place} from './blob.ts'
import {putManifest} from './manifest.ts'
import {blobsOf, type ImageTree} from './tree.ts'

/** Blobs of an image that travel at once. */
const mostTransfers = 4

/** Copies an image with all it consists of, under a tag. What the target has is not sent again. Throws RegistryFailure. */
export async function copyImage(from: Place, to: Place, tree: ImageTree, tag: string): Promise<void> {
  const slots = new Slots(mostTransfers)
  const copies = blobsOf(tree).map(blob =>
    slots.use(async () => {
      if (!(await hasBlob(to, blob))) await copyBlob(from, to, blob)
    }),
  )
  await Promise.all(copies)
  await putTree(to, tree, tag)
}

/** Stores an image's manifests, what an index lists first. Its blobs must be there. */
export async function putTree(place: Place, tree: ImageTree, tag?: string): Promise<void> {
  await Promise.all(tree.children.map(child => putTree(place, child)))
  await putManifest(place.registry, place.repository, tag ?? tree.manifest.digest, tree.manifest)
}
