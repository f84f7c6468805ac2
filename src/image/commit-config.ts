import type {Image} from '../site/site.ts'

/** What of a base image's configuration decides about the image built on it (Docker Engine API, `ImageConfig`). */
export interface BaseConfig {
  readonly Entrypoint?: readonly string[] | string | null
  readonly Cmd?: readonly string[] | null
  readonly StopSignal?: string | null
}

/** The configuration given to the engine with a commit; what is left out is taken over from the build container. */
export interface CommitConfig {
  readonly Entrypoint?: readonly string[]
  readonly Cmd?: readonly string[]
  readonly WorkingDir?: string
  readonly User?: string
  readonly StopSignal?: string
  readonly ExposedPorts?: Readonly<Record<string, Record<string, never>>>
  readonly Env?: readonly string[]
  readonly Labels: Readonly<Record<string, string>>
}

/** The entry point of an image that has none: it runs whatever command it is given. */
const passThrough = ['/bin/sh', '-c', 'exec "$@"', '--']

/**
 * The configuration of a built image by hive-builder's rules (hive-phases.md section 3, step 4). The build container runs
 * something else than the image will, so entry point and command are always told.
 */
export function commitConfig(image: Image, base: BaseConfig, labels: Readonly<Record<string, string>>): CommitConfig {
  return {
    ...start(image, base),
    ...(image.workingDirectory !== undefined && {WorkingDir: image.workingDirectory}),
    ...(image.user !== undefined && {User: image.user}),
    ...(image.stopSignal !== undefined && {StopSignal: image.stopSignal}),
    ...(image.expose.length > 0 && {ExposedPorts: Object.fromEntries(image.expose.map(port => [portOf(port), {}]))}),
    Labels: labels,
  }
}

function start(image: Image, base: BaseConfig): Pick<CommitConfig, 'Entrypoint' | 'Cmd'> {
  const command = base.Cmd ?? []
  // A standalone image boots as its base does; an empty entry point is told so that the build container's is not taken.
  if (image.standalone) return {Entrypoint: entrypointOf(base) ?? [], Cmd: command}
  return {
    Entrypoint: image.entrypoint ?? entrypointOf(base) ?? passThrough,
    Cmd: image.command ?? command,
  }
}

function entrypointOf({Entrypoint}: BaseConfig): readonly string[] | undefined {
  const words = typeof Entrypoint === 'string' ? [Entrypoint] : Entrypoint
  return words && words.length > 0 ? words : undefined
}

function portOf(port: string): string {
  return port.includes('/') ? port : `${port}/tcp`
}
