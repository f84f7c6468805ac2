import {findClient} from '../client/find.ts'
import {explain} from '../explain/explain.ts'
import {parseRequest} from '../explain/request.ts'
import {causeOf, causeOfStatus} from '../failure/causes.ts'
import type {Probe} from './probe.ts'

/** What is wrong at a place, as a sentence that names cause and change. */
export interface Problem {
  readonly place: string
  readonly text: string
}

/** Seconds a clock may be wrong before certificates and archives may be refused. */
const tolerance = 60

export interface Asked {
  readonly url: string
  /** `HOST:PORT` of the site's registry, which has to be reached directly. */
  readonly registry: string
}

/** Judges what a place said. Pure. */
export function problemsOf(probe: Probe, {url, registry}: Asked): readonly Problem[] {
  const texts = [...wayOut(probe, url), ...inside(probe, registry), ...clock(probe)]
  return texts.map(text => ({place: probe.place, text}))
}

function wayOut(probe: Probe, url: string): readonly string[] {
  const {place, proxied, proxiedError, variables, issuer, addresses, direct} = probe
  const request = parseRequest(url)
  const {way, entry, proxy} = explain(findClient('curl'), variables, request)
  if (proxied !== '000' && proxiedError === '') return way === 'proxy' ? answered(probe, url, proxy ?? '') : []
  if (way === 'direct') {
    const why = entry === undefined ? 'no proxy is set there' : `no_proxy has ${entry}`
    const change = entry === undefined ? 'Set one: hive set http_proxy HOST:PORT.' : `Take ${entry} out of no_proxy.`
    const nameless = addresses === '' && !request.isV4 && !request.isV6 ? ` ${request.host} has no address there.` : ''
    return [
      `${place} asks for ${url} directly, because ${why}, and gets no answer (${proxiedError}).${nameless} ${change}`,
    ]
  }
  const cause = causeOf(proxiedError)
  const around =
    direct === '000' ? '' : ` Directly it answers ${direct}: "hive set no_proxy" with ${request.host} lets it.`
  if (cause === undefined) return [`${place} gets no answer from ${url} through ${proxy}: ${proxiedError}.${around}`]
  const signer = cause.name === 'no-trust' && issuer !== '' ? ` It is signed by ${issuer}.` : ''
  return [`${place} cannot fetch ${url} through ${proxy}: ${cause.sentence}${signer} ${cause.advice}${around}`]
}

/** What a proxy says instead of the server is an answer, too. */
function answered({place, proxied}: Probe, url: string, proxy: string): readonly string[] {
  const cause = causeOfStatus(proxied)
  if (cause === undefined) return []
  return [`${place} is answered ${proxied} when it asks for ${url} through ${proxy}: ${cause.sentence} ${cause.advice}`]
}

function inside({place, variables}: Probe, registry: string): readonly string[] {
  const {way, because} = explain(findClient('go'), variables, parseRequest(`https://${registry}/`))
  if (way === 'direct') return []
  const name = registry.replace(/:\d+$/, '')
  return [`${place} asks the proxy for the site's registry ${registry}: ${because}. Add ${name} to its no_proxy.`]
}

function clock({place, ahead}: Probe): readonly string[] {
  if (Math.abs(ahead) <= tolerance) return []
  const how = `${Math.abs(ahead)} seconds ${ahead > 0 ? 'ahead of' : 'behind'}`
  return [`The clock of ${place} is ${how} this machine's. Set hive_ntp_servers, or correct the clock of this machine.`]
}
