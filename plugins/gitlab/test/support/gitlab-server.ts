import {once} from 'node:events'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import {buffer} from 'node:stream/consumers'
import {type Access, accessFrom} from '../../src/api/access.ts'
import {type Entry, keepSettings} from './gitlab-settings.ts'

/** What becomes of the next call that matches, instead of or after doing it. */
export interface Fault {
  /** `METHOD path`, from its beginning, without `/api/v4/projects/7/`. */
  readonly on: string
  /** A status to answer with; `drop`: nothing is done; `lose`: it is done, and the answer gets lost. */
  readonly with: number | 'drop' | 'lose'
  readonly retryAfter?: number
}

interface StoredFile {
  readonly id: number
  readonly name: string
  readonly content: Buffer
  readonly created: number
}

interface StoredPackage {
  readonly id: number
  readonly name: string
  readonly version: string
  files: readonly StoredFile[]
}

interface Note {
  readonly id: number
  body: string
}

/**
 * GitLab at the wire, as far as hive calls it: generic packages, package files and notes of merge requests of project 7,
 * written after their documentation (api/packages, generic_packages, notes, rest/#pagination). Two items make a page.
 */
export interface GitlabServer {
  access(environment?: Readonly<Record<string, string>>): Promise<Access>
  readonly url: string
  readonly packages: StoredPackage[]
  readonly notes: Note[]
  /** Settings of the project, by the name of their list. */
  readonly settings: Map<string, Entry[]>
  /** Numbers of other projects and groups, by `projects/PATH` and `groups/PATH`. */
  readonly others: Map<string, number>
  /** Calls it was sent, `METHOD path`, those that failed too. */
  readonly calls: string[]
  /** Used up in order. */
  faults: Fault[]
  /** Whether a file of a name may be stored once only. */
  refusesDuplicates: boolean
  /** Milliseconds since 1970. */
  now: number
  stop(): Promise<void>
}

export const token = 'glpat-canary-of-the-token'
const perPage = 2

interface Reply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

interface Asked {
  readonly method: string
  readonly parts: readonly string[]
  readonly query: URLSearchParams
  readonly body: Buffer
}

/** `accepted` is the token that may do everything. */
export async function startGitlab(accepted = token, version = '17.5.1-ee'): Promise<GitlabServer> {
  let ids = 100
  const http = createServer((request, response) => {
    answer(request, response).catch(error => response.destroy(error))
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const address = http.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const url = `http://127.0.0.1:${port}/api/v4`
  const server: GitlabServer = {
    url,
    access: environment =>
      accessFrom(
        {CI_API_V4_URL: url, CI_PROJECT_ID: '7', HIVE_GITLAB_TOKEN: accepted, ...environment},
        {root_dir: '.'},
      ),
    packages: [],
    notes: [],
    settings: new Map(),
    others: new Map(),
    calls: [],
    faults: [],
    refusesDuplicates: false,
    now: Date.now(),
    async stop() {
      http.closeAllConnections()
      http.close()
    },
  }

  const setting = keepSettings(server.settings, {version})

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    const {pathname, searchParams} = new URL(request.url ?? '/', url)
    const path = pathname.replace(/^\/api\/v4\/(projects\/7(\/|$))?/, '')
    const call = `${request.method} ${path}`
    server.calls.push(call)
    const place = server.faults.findIndex(({on}) => call.startsWith(on))
    const [fault] = place < 0 ? [] : server.faults.splice(place, 1)
    if (fault?.with === 'drop') return void request.socket.destroy()
    if (typeof fault?.with === 'number') return send(response, faultReply(fault))
    const isKnown = request.headers['private-token'] === accepted || request.headers['job-token'] === 'job'
    const asked = {
      method: request.method ?? '',
      parts: path.split('/').map(decodeURIComponent),
      query: searchParams,
      body,
    }
    const reply = isKnown ? handle(asked) : {status: 401, body: {message: '401 Unauthorized'}}
    if (fault?.with === 'lose') return void request.socket.destroy()
    send(response, reply)
  }

  function handle(asked: Asked): Reply {
    const [kind = '', second, ...rest] = asked.parts
    if (kind === '') return {status: 200, body: {id: 7, default_branch: 'main'}}
    if (kind === 'ci' && second === 'lint') return lint(JSON.parse(asked.body.toString()).content)
    if (kind === 'metadata') return {status: 200, body: {version, revision: 'abc', enterprise: false}}
    const other = server.others.get(`${kind}/${second}`)
    if (other !== undefined) return {status: 200, body: {id: other}}
    const {method, query, body} = asked
    const answer = setting(asked.parts, {
      method,
      query,
      body: body.length > 0 && method !== 'GET' && kind !== 'packages' ? JSON.parse(body.toString()) : {},
    })
    if (answer) return 'list' in answer ? page(answer.list, query) : answer
    if (kind === 'packages' && second === 'generic') return generic(asked, rest)
    if (kind === 'packages' && second === undefined) return listPackages(asked)
    if (kind === 'packages') return packageFiles(asked, Number(second), Number(rest[1]))
    if (kind === 'merge_requests' && rest[0] === 'notes') return notes(asked, Number(rest[1]))
    return {status: 404, body: {error: '404 Not Found'}}
  }

  function generic({method, body}: Asked, [name = '', version = '', file = '']: readonly string[]): Reply {
    const found = server.packages.find(entry => entry.name === name && entry.version === version)
    if (method === 'GET') {
      const content = found?.files.findLast(entry => entry.name === file)?.content
      return content ? {status: 200, body: content} : {status: 404, body: {message: '404 Not Found'}}
    }
    const isTwice = found?.files.some(entry => entry.name === file) ?? false
    if (isTwice && server.refusesDuplicates) return {status: 403, body: {message: 'Duplicate package is not allowed'}}
    const stored = found ?? {id: ids++, name, version, files: []}
    if (!found) server.packages.push(stored)
    stored.files = [...stored.files, {id: ids++, name: file, content: body, created: server.now}]
    return {status: 201, body: {message: '201 Created'}}
  }

  function listPackages({query}: Asked): Reply {
    const name = query.get('package_name') ?? ''
    const found = server.packages.filter(entry => entry.files.length > 0 && entry.name.includes(name))
    return page(
      found.map(({id, name, version}) => ({id, name, version, package_type: 'generic'})),
      query,
    )
  }

  function packageFiles({method, query}: Asked, id: number, file: number): Reply {
    const found = server.packages.find(entry => entry.id === id)
    if (!found) return {status: 404, body: {message: '404 Package Not Found'}}
    if (method === 'DELETE') {
      if (!found.files.some(entry => entry.id === file)) return {status: 404, body: {message: '404 Not found'}}
      found.files = found.files.filter(entry => entry.id !== file)
      return {status: 204}
    }
    const files = found.files.map(({id, name, created}) => ({
      id,
      file_name: name,
      created_at: new Date(created).toISOString(),
    }))
    return page(files, query)
  }

  function notes({method, query, body}: Asked, id: number): Reply {
    if (method === 'GET') return page(server.notes.toReversed(), query)
    const text: string = JSON.parse(body.toString()).body
    const found = server.notes.find(note => note.id === id)
    if (method === 'PUT' && !found) return {status: 404, body: {message: '404 Not found'}}
    if (method === 'PUT' && found) found.body = text
    const note = found ?? {id: ids++, body: text}
    if (!found) server.notes.push(note)
    return {status: found ? 200 : 201, body: note}
  }

  return server
}

/** As api/lint answers: `include` is put in place; what cannot be is refused. */
function lint(content: string): Reply {
  const base = {warnings: [], includes: []}
  if (!content.includes('script')) {
    return {status: 200, body: {...base, valid: false, errors: ['jobs config should contain at least one visible job']}}
  }
  const included = 'deploy:\n  script: [hive all]\n  environment: production\n'
  return {status: 200, body: {...base, valid: true, errors: [], merged_yaml: `---\n${included}${content}`}}
}

function page(items: readonly unknown[], query: URLSearchParams): Reply {
  const number = Number(query.get('page') ?? 1)
  const size = Math.min(perPage, Number(query.get('per_page') ?? 20))
  const next = number * size < items.length ? String(number + 1) : ''
  const following = new URLSearchParams(query)
  following.set('page', next)
  const headers = {
    'x-page': String(number),
    'x-next-page': next,
    'x-per-page': String(size),
    // Clients take the query from it; GitLab tells its own address as it knows it.
    ...(next !== '' && {link: `<http://gitlab.internal/api/v4/list?${following}>; rel="next"`}),
  }
  return {status: 200, body: items.slice((number - 1) * size, number * size), headers}
}

function faultReply({with: status, retryAfter}: Fault): Reply {
  const headers: Record<string, string> = retryAfter === undefined ? {} : {'retry-after': String(retryAfter)}
  return {status: Number(status), body: {message: `${status} on purpose`}, headers}
}

function send(response: ServerResponse, {status, body, headers}: Reply): void {
  const isRaw = Buffer.isBuffer(body)
  response.writeHead(status, {'content-type': isRaw ? 'application/octet-stream' : 'application/json', ...headers})
  response.end(body === undefined ? undefined : isRaw ? body : JSON.stringify(body))
}
