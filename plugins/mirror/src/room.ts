import {HiveError, type ImageMirror, isLoopback, Registry, type RegistryLogin, reasonOf} from '@hive-ci/cli'
import {type Dispatcher, EnvHttpProxyAgent} from 'undici'

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
  /** Where the proxy's variables are. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
}

/**
 * Opens the registries, works with them, and lets go of their connections.
 * @throws HiveError REGISTRY_FAILED when the mirror cannot be spoken to.
 */
export async function inRoom<T>(request: RoomRequest, work: (room: Room) => Promise<T>): Promise<T> {
  const dispatcher = proxyAgent(request.environment)
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

/** As other programs do it, and never for the machine itself. */
function proxyAgent(environment: RoomRequest['environment']): Dispatcher {
  const {http_proxy, HTTP_PROXY, https_proxy, HTTPS_PROXY, no_proxy, NO_PROXY} = environment
  const direct = [no_proxy ?? NO_PROXY, 'localhost', '127.0.0.1'].filter(Boolean).join(',')
  const httpProxy = http_proxy ?? HTTP_PROXY ?? ''
  const httpsProxy = https_proxy ?? HTTPS_PROXY ?? ''
  return new EnvHttpProxyAgent({httpProxy, httpsProxy, noProxy: direct})
}
