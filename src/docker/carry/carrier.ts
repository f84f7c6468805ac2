import {join} from 'node:path'
import type Docker from 'dockerode'
import {readContextFile} from '../../context/context-file.ts'
import {HiveError} from '../../error.ts'
import type {Session} from '../../session.ts'
import {trustedCertificates} from '../../site/extra-authorities.ts'
import {Registry} from '../registry/client.ts'
import {motherDispatcher} from '../registry/mother-dispatcher.ts'
import {isOutside, outsideSources} from '../registry/outside.ts'
import {siteLogins} from '../site-logins.ts'
import {type CarryRoom, carryImage} from './carry-image.ts'
import {hostDispatcher} from './host-dispatcher.ts'

/** Image reference -> the one an engine of the stage can pull. */
export type Carry = (reference: string) => Promise<string>

/** Requests to the site's registry at once. */
const parallel = 8

/**
 * Where only the mother reaches the proxy, engines cannot pull from outside: their proxy would have to be there for as
 * long as they run. So the mother brings images to the site's registry, by digest, and engines pull them from there, now
 * and whenever a task moves to another node. Without `http_proxy`, and for an engine with a proxy of its own, `work` is
 * given what changes nothing.
 */
export async function withCarrier<T>(session: Session, engine: Docker, work: (carry: Carry) => Promise<T>): Promise<T> {
  const {site} = session
  if (site.settings.http_proxy === undefined) return work(async reference => reference)
  const {HttpProxy, HttpsProxy, Architecture} = await engine.info()
  if (HttpProxy || HttpsProxy) return work(async reference => reference)
  const outside = await motherDispatcher(site, {})
  const inside = await siteDispatcher(session)
  try {
    const room = await roomOf(session, {outside, inside, architecture: goArchitecture(Architecture)})
    const carried = new Map<string, Promise<string>>()
    return await work(reference => {
      const carrying = carried.get(reference) ?? (isOutside(site, reference) ? carryImage(room, reference) : undefined)
      if (carrying === undefined) return Promise.resolve(reference)
      carried.set(reference, carrying)
      return carrying
    })
  } finally {
    await Promise.all([outside.destroy(), inside.destroy()])
  }
}

async function siteDispatcher({site, hosts}: Session) {
  const repository = site.hosts.find(({isRepository}) => isRepository)
  if (repository === undefined) throw new HiveError('PHASE_FAILED', `Stage ${site.stage} has no repository host.`)
  const own = await readContextFile(join(site.contextDirectory, 'ca/cacert.pem'))
  const ca = [...trustedCertificates(site), ...(own === undefined ? [] : [own])]
  return hostDispatcher(await hosts.connect(repository), {ca})
}

interface Ways {
  readonly outside: Awaited<ReturnType<typeof motherDispatcher>>
  readonly inside: Awaited<ReturnType<typeof hostDispatcher>>
  readonly architecture: string
}

async function roomOf({site, checkMode, report, signal}: Session, ways: Ways): Promise<CarryRoom> {
  const {outside, inside, architecture} = ways
  const registry = `${site.registry.host}:${site.registry.port}`
  const logins = await siteLogins(site)
  const login = logins.find(one => one.registry === registry)
  return {
    own: new Registry({registry, plain: false, login, parallel, dispatcher: inside, signal}),
    sources: outsideSources({site, signal}, outside, logins),
    architecture,
    proxy: site.settings.http_proxy ?? '',
    checkMode,
    signal,
    tell: text => report({type: 'progress', target: site.registry.host, text}),
    warn: text => report({type: 'warning', text}),
  }
}

/** An engine tells the kernel's name, registries have Go's. */
function goArchitecture(kernel: string): string {
  const names: Readonly<Record<string, string>> = {x86_64: 'amd64', aarch64: 'arm64', armv7l: 'arm', i686: '386'}
  return names[kernel] ?? kernel
}
