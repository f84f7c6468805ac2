import {HiveError} from '../error.ts'
import {withoutPassword} from '../variables/without-password.ts'
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
 * Reads `[http://|https://]host[:port][/path]`, the value of a variable.
 * @throws HiveError VARIABLE_INVALID for anything else, naming the variable.
 */
export function parseImageMirror(text: string, variable = 'image_mirror'): ImageMirror {
  const shape = /^(?:(?<scheme>https?):\/\/)?(?<registry>[A-Za-z0-9.-]+(?::\d+)?)(?:\/(?<path>[a-z0-9._/-]*?))?\/?$/
  const {scheme, registry, path} = shape.exec(text)?.groups ?? {}
  if (registry === undefined) {
    throw new HiveError(
      'VARIABLE_INVALID',
      `Variable ${variable} is "${withoutPassword(text)}", which is no registry; expected [http://]host[:port][/path].`,
      {suggestions: [`Set it with "hive set ${variable} HOST:PORT".`]},
    )
  }
  return {registry, path: path ? `${path}/` : '', plain: scheme === 'http' || (!scheme && isLoopback(registry))}
}

/**
 * The variable `registry_mirror` as an engine takes it; with anything else an engine would not start.
 * @throws HiveError VARIABLE_INVALID
 */
export function registryMirrorUrl(text: string): string {
  const {registry, path, plain} = parseImageMirror(text, 'registry_mirror')
  if (path === '') return text.includes('://') ? text : `${plain ? 'http' : 'https'}://${registry}`
  throw new HiveError(
    'VARIABLE_INVALID',
    `Variable registry_mirror is "${text}", but an engine takes a mirror of Docker Hub without a path only.`,
    {suggestions: [`Set it with "hive set registry_mirror HOST:PORT", or use image_mirror, which may have a path.`]},
  )
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
