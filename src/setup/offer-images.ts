import {mirroredRepository} from '../docker/image-mirror.ts'
import {parseImageName} from '../docker/image-name.ts'
import {readImageNaming} from '../docker/image-naming.ts'
import {motherDispatcher} from '../docker/registry/mother-dispatcher.ts'
import {isOutside, outsideSources} from '../docker/registry/outside.ts'
import {type OfferedImage, pullServer} from '../docker/registry/pull-server.ts'
import {siteLogins} from '../docker/site-logins.ts'
import type {Section} from '../engine/program.ts'
import type {Session} from '../session.ts'
import {type Shell, sh} from '../shell/sh.ts'
import type {Site} from '../site/site.ts'
import type {Connection} from '../transport/connection.ts'

/** Images that a host's engine pulls from the mother while its program runs. */
export interface ImageOffer {
  /** Goes before the program: tells it where they are. */
  preface(connection: Connection): Promise<Shell>
  end(): Promise<void>
}

/**
 * Offers a host the images its program pulls that its engine would not get, or not the right ones, under the names the
 * roles have for them: where only the mother reaches the proxy, and where the operator's mapping or `image_mirror` lead
 * elsewhere. There may be no registry of the site yet that they could be brought to: it may be one of them. An image that
 * is named by its digest is left to the engine, which gives no image such a name.
 * @throws HiveError CONTEXT_INVALID, VARIABLE_INVALID, IMAGE_FAILED for settings and names that are none.
 */
export async function offerImages(
  {site, signal, checkMode}: Session,
  sections: readonly Section[],
): Promise<ImageOffer | undefined> {
  const pulled = sections.flatMap(({resources}) => resources.flatMap(({pulls}) => pulls ?? []))
  if (checkMode || pulled.length === 0) return undefined
  const wanted = await needingHelp(site, [...new Set(pulled)])
  if (wanted.length === 0) return undefined
  const dispatcher = await motherDispatcher(site, site.settings.http_proxy === undefined ? process.env : {})
  const sources = outsideSources({site, signal}, dispatcher, await siteLogins(site))
  const offered = wanted.map(({reference, from}): Offered => {
    const name = parseImageName(reference)
    const source = parseImageName(from)
    const repository = mirroredRepository(name, {registry: '', path: '', plain: true})
    const image = {repository, tag: name.tag ?? 'latest', places: sources(source)}
    return {...image, name: reference, reference: source.digest ?? source.tag ?? 'latest'}
  })
  const take = pullServer(offered)
  const ports = new WeakMap<Connection, Promise<number>>()
  return {
    async preface(connection) {
      const port = ports.get(connection) ?? connection.listen(take)
      ports.set(connection, port)
      return sh`hive_offers=${offersAt(await port, offered)}\n`
    },
    end: () => dispatcher.destroy(),
  }
}

interface Offered extends OfferedImage {
  /** As the role has it. */
  readonly name: string
}

async function needingHelp(site: Site, named: readonly string[]) {
  const naming = await readImageNaming(site)
  return named
    .filter(reference => parseImageName(reference).digest === undefined)
    .map(reference => ({reference, from: naming(reference)}))
    .filter(
      ({reference, from}) => from !== reference || (site.settings.http_proxy !== undefined && isOutside(site, from)),
    )
}

function offersAt(port: number, offered: readonly Offered[]): string {
  return offered.map(({name, repository, tag}) => `${name} 127.0.0.1:${port}/${repository}:${tag}\n`).join('')
}
