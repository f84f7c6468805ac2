import {HiveError, type ImageMirror, isLoopback, Registry, type RegistryLogin, reasonOf} from '@hive-ci/cli'
import type {Dispatcher} from 'undici'

/** The registries of a run: the mirror, and those images come from. */
export interface Room {
  readonly mirror: Registry
  readonly source: (registry: string) => Registry
  readonly signal: AbortSignal
}

export interface RoomRequest {
  readonly mirror: ImageMirror
  readonly logins: readonly RegistryLogin[]
  /** Registries that speak HTTP without TLS. */
  readonly plainHttp: readonly string[]
  /** Requests to one registry at once. */
  readonly parallel: number
  /** Destroyed in the end. */
  readonly dispatcher: Dispatcher
  readonly signal: AbortSignal
}

/**
 * Opens the registries, works with them, and lets go of their connections.
 * @throws HiveError REGISTRY_FAILED when the mirror cannot be spoken to.
 */
export async function inRoom<T>(request: RoomRequest, work: (room: Room) => Promise<T>): Promise<T> {
  const {dispatcher} = request
  const open = new Map<string, Registry>()
  const source = (name: string): Registry => {
    const registry = open.get(name) ?? openRegistry(name, request, dispatcher)
    open.set(name, registry)
    return registry
  }
  const mirror = source(request.mirror.registry)
  try {
    await greet(mirror)
    return await work({mirror, source, signal: request.signal})
  } finally {
    // What is still under way belongs to a run that failed or was interrupted.
    await dispatcher.destroy()
  }
}

function openRegistry(name: string, request: RoomRequest, dispatcher: Dispatcher): Registry {
  const {mirror, logins, plainHttp, parallel, signal} = request
  const isMirror = name === mirror.registry
  return new Registry({
    registry: name,
    plain: isMirror ? mirror.plain : isLoopback(name) || plainHttp.includes(name),
    login: logins.find(({registry}) => registry === name),
    parallel,
    dispatcher,
    signal,
  })
}

async function greet(mirror: Registry): Promise<void> {
  try {
    const answer = await mirror.call({method: 'GET', path: '', scope: ''})
    await answer.body.dump()
    if (answer.statusCode === 404) throw new Error(`${mirror.name} is no registry: it answers 404 to /v2/`)
  } catch (error) {
    mirror.signal.throwIfAborted()
    throw new HiveError('REGISTRY_FAILED', `The image mirror cannot be used: ${reasonOf(error)}.`, {
      cause: error,
      suggestions: [
        'Check the variable image_mirror, the network, and the login for the mirror in hive_ext_repositories.',
        'A mirror without TLS is set with its scheme: hive set image_mirror http://HOST:PORT.',
      ],
    })
  }
}
