import {z} from 'zod'

const registrySchema = z.object({
  /** As image names have it, host and port; what the registry's files are kept under. */
  name: z.string(),
  /** The port of the registry that stands for it, inside the cache. */
  port: z.number(),
  /** The other one speaks HTTP without TLS. */
  plain: z.boolean().optional(),
})

const settingsSchema = z.object({
  mode: z.enum(['recording', 'frozen']),
  registries: z.array(registrySchema),
  /** `HOST:PORT` of the proxy the cache itself has to go through while it records. */
  upstream: z.string().optional(),
  /** When it was frozen, ISO 8601. */
  frozenAt: z.string().optional(),
})

/** What a cache is told; kept in its volume, so that it travels with what was recorded. */
export type CacheSettings = z.infer<typeof settingsSchema>
export type CachedRegistry = z.infer<typeof registrySchema>

export const settingsFile = 'settings.json'

/** Throws zod's error for text no hive wrote. */
export function parseSettings(text: string): CacheSettings {
  return settingsSchema.parse(JSON.parse(text))
}
