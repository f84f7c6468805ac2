import {HiveError} from '../error.ts'
import type {ImageName} from './image-name.ts'

/** The registry that has copies of the images of all others: the variable `image_mirror`. */
export interface ImageMirror {
  /** Host and port as in image names. */
  readonly registry: string
  /** What stands before every repository, with a slash at its end, or nothing. */
  readonly path: string
  /** It speaks HTTP without TLS. */
  readonly plain: boolean
}

/**
 * Reads `[http://|https://]host[:port][/path]`.
 * @throws HiveError VARIABLE_INVALID for anything else.
 */
export function parseImageMirror(text: string): ImageMirror {
  const shape = /^(?:(?<scheme>https?):\/\/)?(?<registry>[A-Za-z0-9.-]+(?::\d+)?)(?:\/(?<path>[a-z0-9._/-]*?))?\/?$/
  const {scheme, registry, path} = shape.exec(text)?.groups ?? {}
  if (registry === undefined) {
    throw new HiveError(
      'VARIABLE_INVALID',
      `Variable image_mirror is "${text}", which is no registry; expected [http://]host[:port][/path].`,
      {suggestions: ['Set it with "hive set image_mirror HOST:PORT".']},
    )
  }
  return {registry, path: path ? `${path}/` : '', plain: scheme === 'http' || (!scheme && isLoopback(registry))}
}

/**
 * The repository that has the copy. Images of Docker Hub keep their names, so that the same registry can be dockerd's
 * registry mirror; those of other registries are under the registry's name, with `_` before its port.
 */
export function mirroredRepository({registry, repository}: ImageName, {path}: ImageMirror): string {
  const owner = registry === 'docker.io' ? '' : `${registry.toLowerCase().replace(':', '_')}/`
  return `${path}${owner}${repository}`
}

/** Docker Engine, too, takes registries on the loopback for plain ones. */
export function isLoopback(registry: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3})(?::\d+)?$/.test(registry)
}
