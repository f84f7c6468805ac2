import {z} from 'zod'

/** First entry of an archive. */
export const headerName = 'hive-offline.json'
/** Last entry: a line `<sha256>  <name>` for each file before it. */
export const checksumsName = 'SHA256SUMS'

const headerSchema = z.object({
  format: z.literal(1),
  site: z.string(),
  stage: z.string(),
  /** The cache's own image, which is in the archive. */
  image: z.string(),
  frozenAt: z.string(),
})

/** What an archive is. */
export type ArchiveHeader = z.infer<typeof headerSchema>

/** Undefined for text that is no header of a format this version reads. */
export function parseHeader(text: string): ArchiveHeader | undefined {
  try {
    return headerSchema.parse(JSON.parse(text))
  } catch {
    // Whatever is wrong with it, the reader can only take another file.
    return undefined
  }
}
