import {createHash} from 'node:crypto'
import type {Image} from '../site/site.ts'

/** Everything an image is made from. */
export interface ImageSource {
  /** Digest of the base image, or its local id where no registry knows it. */
  readonly base: string
  /** In the order they are applied; `content` is a hash of what each role does and reads. */
  readonly roles: readonly {readonly name: string; readonly content: string}[]
  readonly image: Pick<
    Image,
    | 'service'
    | 'standalone'
    | 'env'
    | 'stopSignal'
    | 'user'
    | 'workingDirectory'
    | 'entrypoint'
    | 'command'
    | 'privileged'
    | 'expose'
  >
  /** Inventory variables the roles mention, by `<object> <variable>`. */
  readonly variables: Readonly<Record<string, unknown>>
}

export interface ImageContent {
  /** 32 hexadecimal digits, the image's tag. */
  readonly hash: string
  /** Hash of each part: `base`, `role <name>`, `setting <name>`, `variables`. Kept as a label to tell what changed. */
  readonly parts: Readonly<Record<string, string>>
}

/** Raised when hive builds images differently from equal sources, so that all are built anew. */
const method = 1

/**
 * The content hash of an image: equal sources, wherever and by whomever they are read, give an equal hash. Proxies, check
 * modes and paths on the mother are no part of it.
 */
export function imageContent({base, roles, image, variables}: ImageSource): ImageContent {
  const {env, service: _, ...settings} = image
  const parts = {
    base: digest(base),
    ...Object.fromEntries(roles.map(({name, content}) => [`role ${name}`, digest(content)])),
    'role order': digest(roles.map(role => role.name)),
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`setting ${name}`, digest(value ?? null)])),
    'setting env': digest(env),
    variables: digest(variables),
  }
  return {hash: digest({method, service: image.service, parts}), parts: shortened(parts)}
}

function shortened(parts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parts).map(([name, hash]) => [name, hash.slice(0, 12)]))
}

/** A hash of any value, the order of keys apart. */
export function digest(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex').slice(0, 32)
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isMapping(inner) ? sorted(inner) : inner)) ?? 'undefined'
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sorted(mapping: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(mapping).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}
