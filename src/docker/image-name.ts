import {HiveError} from '../error.ts'
import {registryOf} from './registry-auth.ts'

/** An image reference taken apart, with Docker's defaults put in. */
export interface ImageName {
  /** Host and port; Docker Hub is `docker.io`. */
  readonly registry: string
  /** `library/debian` for `debian`. */
  readonly repository: string
  /** `latest` when neither tag nor digest was given. */
  readonly tag?: string
  /** `sha256:` and 64 digits. */
  readonly digest?: string
}

const shape = /^(?<path>[^@]+?)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]*))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/

/**
 * Takes an image reference apart.
 * @throws HiveError IMAGE_FAILED for text that is no image reference.
 */
export function parseImageName(reference: string): ImageName {
  const {path = '', tag, digest} = shape.exec(reference)?.groups ?? {}
  const registry = registryOf(path)
  const rest = path.startsWith(`${registry}/`) ? path.slice(registry.length + 1) : path
  const repository = registry === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest
  if (!/^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/.test(repository)) {
    throw new HiveError('IMAGE_FAILED', `"${reference}" is no image reference; expected [host[:port]/]name[:tag].`)
  }
  const known = tag ?? (digest === undefined ? 'latest' : undefined)
  return {registry, repository, ...(known !== undefined && {tag: known}), ...(digest !== undefined && {digest})}
}

/** Where the API of a registry is: Docker Hub's has another name than its images. */
export function registryHost(registry: string): string {
  return registry === 'docker.io' ? 'index.docker.io' : registry
}

/** The one way to write an image: `docker.io/library/debian:12`. */
export function fullImageName({registry, repository, tag, digest}: ImageName): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`
}
