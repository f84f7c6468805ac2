import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {Duplex} from 'node:stream'
import {reasonOf} from '../../error.ts'
import {asSocket} from '../../transport/channel-agent.ts'
import type {Place} from './blob.ts'
import type {Registry} from './client.ts'
import {firstAnswer} from './first-answer.ts'
import {firstThatWorks} from './first-that-works.ts'
import {getManifest, type Manifest} from './manifest.ts'

/** An image that engines may pull here. */
export interface OfferedImage {
  /** Its name here. */
  readonly repository: string
  readonly tag: string
  /** Where it is, asked one after the other. */
  readonly places: readonly Place[]
  /** Its tag or digest there. */
  readonly reference: string
}

const pathShape = /^\/v2\/(?<repository>.+)\/(?<kind>manifests|blobs)\/(?<reference>[\w.:-]+)$/
const digestText = /^sha256:[0-9a-f]{64}$/
/** Headers of a blob's answer that say what of it comes. */
const ofBlobs = ['content-length', 'content-range', 'content-type', 'accept-ranges']

/**
 * The part of a registry that engines pull from, with nothing in it: what is asked for is fetched then, and nobody gets
 * anything but the images that are offered.
 *
 * {@link https://distribution.github.io/distribution/spec/api/}
 */
export function pullServer(images: readonly OfferedImage[]): (stream: Duplex) => void {
  const server = createServer({requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0}, (request, response) => {
    answer(images, request, response).catch(error => {
      if (response.headersSent) response.destroy()
      else refuse(response, 400, 'UNKNOWN', reasonOf(error))
    })
  })
  return stream => {
    server.emit('connection', asSocket(stream))
  }
}

async function answer(images: readonly OfferedImage[], request: IncomingMessage, response: ServerResponse) {
  if (request.url === '/v2/') return void response.writeHead(200, {'content-type': 'application/json'}).end('{}')
  const {repository, kind, reference = ''} = pathShape.exec(request.url ?? '')?.groups ?? {}
  const offered = images.filter(image => image.repository === repository)
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (!reads || offered.length === 0)
    return refuse(response, 404, 'NAME_UNKNOWN', 'nothing of this name is offered here')
  if (kind === 'manifests') return sendManifest(offered, reference, response)
  if (digestText.test(reference)) return sendBlob(offered, reference, request, response)
  return refuse(response, 404, 'BLOB_UNKNOWN', 'that is no digest')
}

async function sendManifest(offered: readonly OfferedImage[], reference: string, response: ServerResponse) {
  const isDigest = digestText.test(reference)
  const named = offered.filter(({tag}) => isDigest || tag === reference)
  const wanted = named.flatMap(image =>
    image.places.map(place => ({place, as: isDigest ? reference : image.reference})),
  )
  if (wanted.length === 0) return refuse(response, 404, 'MANIFEST_UNKNOWN', 'no such image is offered here')
  const {digest, mediaType, bytes} = await firstThatWorks(wanted, ({place, as}) => manifestOf(place, as))
  response
    .writeHead(200, {'content-type': mediaType, 'content-length': bytes.length, 'docker-content-digest': digest})
    .end(bytes)
}

async function manifestOf({registry, repository}: Place, reference: string): Promise<Manifest> {
  const asked = getManifest(registry, repository, reference)
  return explained(registry, `${repository}/manifests/${reference}`, firstAnswer(asked, registry.name))
}

/** An engine that lost the line asks for the rest. */
async function sendBlob(
  offered: readonly OfferedImage[],
  digest: string,
  {method, headers: {range}}: IncomingMessage,
  response: ServerResponse,
) {
  const places = offered.flatMap(image => image.places)
  const {statusCode, headers, body} = await firstThatWorks(places, async ({registry, repository}) => {
    const path = `${repository}/blobs/${digest}`
    const asked = await explained(
      registry,
      path,
      registry.call({
        method: method === 'HEAD' ? 'HEAD' : 'GET',
        path,
        scope: `repository:${repository}:pull`,
        ...(range !== undefined && {headers: {range}}),
      }),
    )
    if (asked.statusCode < 300) return asked
    await asked.body.dump()
    throw new Error(`${registry.urlOf(path)}: there is no such blob`)
  })
  response.writeHead(statusCode, Object.fromEntries(ofBlobs.flatMap(name => kept(name, headers[name]))))
  body.on('error', () => response.destroy()).pipe(response)
}

/** The engine shows the reason to whoever reads the end of its program, who has to know what was asked for. */
async function explained<T>(registry: Registry, path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new Error(`${registry.urlOf(path)}: ${reasonOf(error)}`, {cause: error})
  }
}

function kept(name: string, value: string | string[] | undefined): readonly (readonly [string, string | string[]])[] {
  return value === undefined ? [] : [[name, value]]
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify({errors: [{code, message}]}))
}
