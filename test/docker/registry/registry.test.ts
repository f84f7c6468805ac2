import {once} from 'node:events'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import {secret} from '@hive-ci/cli'
import {Agent} from 'undici'
import {expect, onTestFinished, test} from 'vitest'
import {Registry} from '../../../src/docker/registry/client.ts'
import {findDigest, getManifest} from '../../../src/docker/registry/manifest.ts'

type Answering = (request: IncomingMessage, response: ServerResponse) => void

async function serve(answer: Answering): Promise<number> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

function registryAt(port: number, wish: {readonly plain?: boolean} = {}): Registry {
  const registry = `127.0.0.1:${port}`
  return new Registry({
    registry,
    plain: wish.plain ?? true,
    login: {registry, user: 'reader', password: secret('hush')},
    parallel: 8,
    dispatcher: new Agent(),
    signal: new AbortController().signal,
  })
}

const basic = `Basic ${Buffer.from('reader:hush').toString('base64')}`
const digest = `sha256:${'0'.repeat(64)}`

test('a registry with tokens is asked for one for each repository, with the login, and the token is kept', async () => {
  const asked: string[] = []
  const tokens = await serve((request, response) => {
    asked.push(`token ${request.url} ${request.headers.authorization === basic}`)
    response.end(JSON.stringify({token: `for-${new URL(request.url ?? '', 'http://t').searchParams.get('scope')}`}))
  })
  const port = await serve((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`)
    const known = request.headers.authorization?.startsWith('Bearer for-')
    const challenge = `Bearer realm="http://127.0.0.1:${tokens}/token",service="reg"`
    if (known) response.writeHead(200, {'docker-content-digest': digest}).end()
    else response.writeHead(401, {'www-authenticate': challenge}).end()
  })
  const registry = registryAt(port)
  expect(await findDigest(registry, 'a/b', '1')).toBe(digest)
  await findDigest(registry, 'a/b', '2')
  await findDigest(registry, 'c', '1')
  expect(asked).toEqual([
    `HEAD /v2/a/b/manifests/1 ${basic}`,
    'token /token?service=reg&scope=repository%3Aa%2Fb%3Apull true',
    'HEAD /v2/a/b/manifests/1 Bearer for-repository:a/b:pull',
    'HEAD /v2/a/b/manifests/2 Bearer for-repository:a/b:pull',
    'token /token?service=reg&scope=repository%3Ac%3Apull true',
    'HEAD /v2/c/manifests/1 Bearer for-repository:c:pull',
  ])
})

/** A registry that takes tokens only, and the place that gives them. */
async function serveTokens(gives: (scopes: readonly string[]) => boolean, takes: (token: string) => boolean) {
  const asked: string[] = []
  const tokens = await serve((request, response) => {
    const scopes = new URL(request.url ?? '', 'http://t').searchParams.getAll('scope')
    asked.push(`token ${scopes.join(' ')}`)
    if (gives(scopes)) response.end(JSON.stringify({token: `${asked.length}-${scopes.join('|')}`}))
    else response.writeHead(403).end()
  })
  const port = await serve((request, response) => {
    const {authorization = ''} = request.headers
    asked.push(`${request.method} ${request.url}`)
    const challenge = `Bearer realm="http://127.0.0.1:${tokens}/token",service="reg"`
    const known = authorization.startsWith('Bearer') && takes(authorization)
    if (known) response.writeHead(200, {'docker-content-digest': digest}).end()
    else response.writeHead(401, {'www-authenticate': challenge}).end()
  })
  const registry = registryAt(port)
  await registry.call({method: 'GET', path: '', scope: ''})
  asked.length = 0
  return {registry, asked}
}

const always = () => true
const repositories = Array.from({length: 45}, (_, index) => `r${index}`)

test('one token is asked for many repositories, so that looking at each costs one request', async () => {
  const {registry, asked} = await serveTokens(always, always)
  await registry.foresee(repositories)
  expect(asked.map(text => text.split(' ').length - 1)).toEqual([20, 20, 5])
  await Promise.all(repositories.map(repository => findDigest(registry, repository, '1')))
  expect(asked.length).toBe(3 + 45)
})

test('where a token for many repositories is not given, or not taken, each gets its own', async () => {
  const {registry: strict, asked} = await serveTokens(scopes => scopes.length <= 1, always)
  await strict.foresee(repositories)
  expect(await findDigest(strict, 'r1', '1')).toBe(digest)
  expect(asked.slice(3)).toEqual(['token repository:r1:pull', 'HEAD /v2/r1/manifests/1'])
  const {registry: sly} = await serveTokens(always, token => !token.includes('|'))
  await sly.foresee(repositories)
  expect(await findDigest(sly, 'r1', '1')).toBe(digest)
})

test('a token that ended is replaced once, however many requests it is refused to', async () => {
  let ended = ''
  const {registry, asked} = await serveTokens(always, token => token !== ended)
  await findDigest(registry, 'a', '1')
  ended = 'Bearer 1-repository:a:pull'
  asked.length = 0
  await Promise.all(Array.from({length: 8}, (_, index) => findDigest(registry, 'a', String(index))))
  expect(asked.filter(text => text.startsWith('token'))).toEqual(['token repository:a:pull'])
})

test('a manifest counts as a request until all of it is here, and one that is cut off is asked for again', async () => {
  const bytes = '{"manifests": []}'
  let here = 0
  let most = 0
  let requests = 0
  const port = await serve((_request, response) => {
    here += 1
    requests += 1
    most = Math.max(most, here)
    response.on('close', () => {
      here -= 1
    })
    response.writeHead(200, {'content-length': bytes.length}).write(bytes.slice(0, 5))
    if (requests === 1) response.destroy()
    else setTimeout(() => response.end(bytes.slice(5)), 20)
  })
  const registry = registryAt(port)
  const read = await Promise.all(Array.from({length: 24}, (_, index) => getManifest(registry, 'a', String(index))))
  expect(read.map(({bytes: got}) => got.toString())).toEqual(read.map(() => bytes))
  expect([most <= 8, requests]).toEqual([true, 25])
})

test('looking again and again keeps its connections', async () => {
  const sockets = new Set<unknown>()
  const port = await serve((request, response) => {
    sockets.add(request.socket)
    response.writeHead(200, {'docker-content-digest': digest}).end()
  })
  const registry = registryAt(port)
  for (let request = 0; request < 20; request += 1) await findDigest(registry, 'a', '1')
  // The next request may be a moment earlier than the end of the last one.
  expect(sockets.size).toBeLessThanOrEqual(2)
})

test('a wrong login is told at once', async () => {
  let requests = 0
  const port = await serve((_request, response) => {
    requests += 1
    response.writeHead(401, {'www-authenticate': 'Basic realm="x"'}).end()
  })
  await expect(findDigest(registryAt(port), 'a', '1')).rejects.toThrow(
    `127.0.0.1:${port} wants another login to HEAD a/manifests/1`,
  )
  expect(requests).toBe(1)
})

test('whoever has the blobs of a registry is not told its login', async () => {
  const told: (string | undefined)[] = []
  const elsewhere = await serve((request, response) => {
    told.push(request.headers.authorization)
    response.end('{}')
  })
  const port = await serve((request, response) => {
    if (request.headers.authorization === basic) {
      response.writeHead(307, {location: `http://127.0.0.1:${elsewhere}/moved`}).end()
    } else response.writeHead(401, {'www-authenticate': 'Basic realm="x"'}).end()
  })
  const answer = await registryAt(port).call({method: 'GET', path: 'a/blobs/x', scope: 'repository:a:pull'})
  expect([await answer.body.text(), told]).toEqual(['{}', [undefined]])
})

test('after a complaint fewer requests go on at once, and none for as long as the registry wants', async () => {
  const times: number[] = []
  const port = await serve((_request, response) => {
    times.push(Date.now())
    if (times.length === 1) response.writeHead(429, {'retry-after': '1'}).end()
    else response.writeHead(200, {'docker-content-digest': digest}).end()
  })
  const registry = registryAt(port)
  await findDigest(registry, 'a', '1')
  expect(registry.pace.limit).toBe(4)
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990)
  for (let request = 0; request < 20; request += 1) await findDigest(registry, 'a', '1')
  expect(registry.pace.limit).toBe(5)
})

test('a refusal for good is told in the words of the registry, without another try', async () => {
  let requests = 0
  const port = await serve((_request, response) => {
    requests += 1
    response.writeHead(403).end('{"errors": [{"code": "DENIED", "message": "not yours"}]}')
  })
  await expect(getManifest(registryAt(port), 'a/b', '1')).rejects.toThrow(
    `127.0.0.1:${port} answers 403 to GET a/b/manifests/1: DENIED not yours`,
  )
  expect(requests).toBe(1)
})
