import {sh} from '../shell/sh.ts'
import {absolutePath} from './absolute-path.ts'
import type {Resource} from './resource.ts'

export interface DockerImageState {
  /** Directory of a `config.json` with logins, for an engine that pulls by itself. */
  readonly config?: string
  /** What the reader can do when it cannot be had; a sentence. */
  readonly advice?: string
}

/**
 * An image in the host's engine, under the name the role has for it. It comes from where the operator's mapping,
 * `image_mirror` and `http_proxy` lead. Named in the role's `images`, too, it is mirrored before there is a host.
 */
export function dockerImage(reference: string, {config, advice}: DockerImageState = {}): Resource {
  const directory = config === undefined ? '' : absolutePath('dockerImage', config)
  const bring = sh`hive_bring_image ${reference} ${directory}`
  return {
    id: `docker-image:${reference}`,
    check: sh`docker image inspect ${reference} >/dev/null 2>&1`,
    pulls: reference,
    // On one line: it is the last one that is told in short.
    apply:
      advice === undefined
        ? bring
        : sh`hive_words=$(${bring} 2>&1) || { printf '%s. %s\\n' "$hive_words" ${advice} >&2; false; }`,
    timeout: 1800,
  }
}
