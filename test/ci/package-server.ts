import {once} from 'node:events'
import type {IncomingMessage, ServerResponse} from 'node:http'
import {createServer} from 'node:https'
import {buffer} from 'node:stream/consumers'
import {z} from 'zod'
import type {TestCertificate} from '../support/authority.ts'

/** A package as `npm publish` sends it. */
const upload = z.looseObject({
  name: z.string(),
  'dist-tags': z.record(z.string(), z.string()),
  versions: z.record(z.string(), z.looseObject({dist: z.looseObject({integrity: z.string()})})),
  _attachments: z.record(z.string(), z.object({data: z.base64()})),
})

type Upload = z.infer<typeof upload>

/**
 * The package registry of project 7 of a GitLab at the wire, over TLS: packages of npm and generic ones, after their
 * documentation (api/packages/npm, user/packages/generic_packages). A version is taken once.
 */
export interface PackageServer {
  /** `https://HOST:PORT/api/v4`. */
  readonly url: string
  readonly packages: ReadonlyMap<string, Upload>
  /** Text of generic packages, by `NAME/VERSION/FILE`. */
  readonly files: ReadonlyMap<string, string>
  stop(): Promise<void>
}

/** `token` is that of the job, which alone may write. */
export async function startPackageServer(token: string, {certificate, key}: TestCertificate): Promise<PackageServer> {
  const packages = new Map<string, Upload>()
  const files = new Map<string, string>()
  const server = createServer({cert: certificate, key}, (request, response) => {
    answer(request, response).catch(error => response.destroy(error))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `https://localhost:${typeof address === 'object' ? address?.port : ''}/api/v4`
  const root = `${url}/projects/7/packages/npm`

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    const [, kind, rest = ''] = /^\/api\/v4\/projects\/7\/packages\/(npm|generic)\/(.*)$/.exec(request.url ?? '') ?? []
    const send = (status: number, content: unknown) => {
      response.writeHead(status, {'Content-Type': 'application/json'}).end(JSON.stringify(content))
    }
    if (kind === 'generic' && request.method === 'PUT') {
      if (request.headers['job-token'] !== token) return send(401, {message: '401 Unauthorized'})
      files.set(rest, body.toString())
      return send(201, {message: '201 Created'})
    }
    if (kind !== 'npm') return send(404, {error: '404 Not Found'})
    const [name = '', file] = decodeURIComponent(rest).split('/-/')
    if (request.method === 'PUT') {
      if (request.headers.authorization !== `Bearer ${token}`) return send(401, {message: '401 Unauthorized'})
      if (packages.has(name)) return send(403, {message: '403 Forbidden - Package already exists.'})
      packages.set(name, upload.parse(JSON.parse(body.toString())))
      return send(200, 'OK')
    }
    const found = packages.get(name)
    if (found === undefined) return send(404, {error: '404 Not Found'})
    if (file === undefined) return send(200, packument(found))
    const attached = found._attachments[`${name}-${file.slice(name.split('/').at(-1)?.length).slice(1)}`]
    response.writeHead(attached === undefined ? 404 : 200).end(Buffer.from(attached?.data ?? '', 'base64'))
  }

  function packument({name, 'dist-tags': tags, versions}: Upload) {
    const placed = Object.entries(versions).map(([version, {dist, ...manifest}]) => {
      const tarball = `${root}/${name}/-/${name.split('/').at(-1)}-${version}.tgz`
      return [version, {...manifest, dist: {...dist, tarball}}]
    })
    return {name, 'dist-tags': tags, versions: Object.fromEntries(placed)}
  }

  return {
    url,
    packages,
    files,
    async stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
