import {once} from 'node:events'
import {writeFile} from 'node:fs/promises'
import {createServer} from 'node:http'
import {createServer as createTlsServer} from 'node:https'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, onTestFinished, test} from 'vitest'
import {makeAuthority, makeServerCertificate} from '../../../../test/support/authority.ts'
import {temporaryDirectory} from '../../../../test/support/temporary-directory.ts'
import {accessFrom} from '../../src/api/access.ts'
import {createClient} from '../../src/api/client.ts'
import {type GitlabServer, startGitlab, token} from '../support/gitlab-server.ts'

const patience = {tries: 3, pause: 5, timeout: 2000}
const aFile = {id: 1, name: 'file', content: Buffer.from('x'), created: 0}
const post = {method: 'POST', path: 'projects/7/merge_requests/1/notes', body: '{"body":"hello"}'} as const

let server: GitlabServer

beforeEach(async () => {
  server = await startGitlab()
})

afterEach(() => server.stop())

test('a wrong token is told with what to do', async () => {
  const client = createClient(await server.access({HIVE_GITLAB_TOKEN: 'wrong'}), patience)
  await expect(client.send(post)).rejects.toMatchObject({
    code: 'GITLAB_FAILED',
    message: 'GitLab answered POST /api/v4/projects/7/merge_requests/1/notes with status 401: 401 Unauthorized.',
    suggestions: ['HIVE_GITLAB_TOKEN is not valid, or has expired.'],
  })
})

test('what may not be repeated is not repeated, unless GitLab asked to come back', async () => {
  const client = createClient(await server.access(), patience)
  server.faults = [{on: 'POST', with: 'lose'}]
  await expect(client.send(post)).rejects.toMatchObject({status: undefined})
  expect(server.notes.length).toBe(1)
  server.faults = [{on: 'POST', with: 429}]
  await client.send(post)
  expect(server.notes.length).toBe(2)
})

test("gitbeaker's requests go the same way: page after page, tried again after 503, with whichever token there is", async () => {
  for (const name of ['a', 'b', 'c']) server.packages.push({id: 1, name, version: '1.0.0', files: [aFile]})
  const client = createClient(await server.access({HIVE_GITLAB_TOKEN: '', CI_JOB_TOKEN: 'job'}), patience)
  server.faults = [
    {on: 'GET packages', with: 503},
    {on: 'GET packages', with: 'drop'},
  ]
  const found = await client.api.Packages.all({projectId: '7'})
  expect(found.map(({name}) => name)).toEqual(['a', 'b', 'c'])
  expect(server.calls).toEqual(['GET packages', 'GET packages', 'GET packages', 'GET packages'])
  server.faults = [{on: 'DELETE', with: 409}]
  await expect(client.api.Packages.removeFile('7', 1, 2)).rejects.toMatchObject({
    code: 'GITLAB_FAILED',
    message: 'GitLab answered DELETE /api/v4/projects/7/packages/1/package_files/2 with status 409: 409 on purpose.',
  })
})

test('GitLab is given the time it asks for', async () => {
  const client = createClient(await server.access(), patience)
  server.faults = [{on: 'GET', with: 429, retryAfter: 1}]
  const started = Date.now()
  await client.send({method: 'GET', path: 'projects/7/packages'})
  expect(Date.now() - started).toBeGreaterThan(950)
})

test('calls go through the proxy of the environment, and around it where that is excepted', async () => {
  const seen: string[] = []
  const proxy = createServer()
  proxy.on('connect', (request, socket) => {
    seen.push(request.url ?? '')
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  onTestFinished(() => {
    proxy.close()
  })
  const address = proxy.address()
  const http_proxy = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const call = {method: 'GET', path: 'projects/7/packages'} as const
  const through = createClient(await server.access({http_proxy}), {...patience, tries: 1})
  await expect(through.send(call)).rejects.toMatchObject({code: 'GITLAB_FAILED'})
  expect(seen).toEqual([new URL(server.url).host])
  const around = createClient(await server.access({http_proxy, no_proxy: '127.0.0.1'}), patience)
  expect((await around.send(call)).status).toBe(200)
  expect(seen.length).toBe(1)
})

test("a GitLab of the network's own authority is trusted when the runner or the stage names that, and not before", async () => {
  const authority = makeAuthority('network')
  const {certificate, key} = makeServerCertificate('localhost', authority)
  const directory = await temporaryDirectory('trust')
  await writeFile(join(directory, 'ca.pem'), authority.certificate)
  const secure = createTlsServer({cert: certificate, key}, (_request, response) => response.end('[]')).listen(0)
  onTestFinished(() => {
    secure.close()
  })
  await once(secure, 'listening')
  const address = secure.address()
  const environment = {
    CI_API_V4_URL: `https://localhost:${typeof address === 'object' ? address?.port : ''}/api/v4`,
    CI_PROJECT_ID: '7',
    HIVE_GITLAB_TOKEN: token,
  }
  const runner = {CI_SERVER_TLS_CA_FILE: join(directory, 'ca.pem')}
  const accesses = await Promise.all([
    accessFrom(environment, {root_dir: directory}),
    accessFrom({...environment, ...runner}, {root_dir: directory}),
    accessFrom(environment, {root_dir: directory, extra_ca: 'ca.pem'}),
  ])
  const outcomes = accesses.map(async access => {
    const client = createClient(access, {...patience, tries: 1})
    const call = client.send({method: 'GET', path: 'projects/7/packages'})
    const outcome = await call.then(({status}) => status).catch(({cause}) => cause.code)
    await client.close()
    return outcome
  })
  expect(await Promise.all(outcomes)).toEqual(['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 200, 200])
})

test('what is missing in the environment is told by name', async () => {
  const messages = await Promise.all(
    [{}, {CI_API_V4_URL: server.url}, {CI_API_V4_URL: server.url, CI_PROJECT_ID: '7'}].map(environment =>
      accessFrom(environment, {root_dir: '.'}).catch(error => error.message),
    ),
  )
  expect(messages).toEqual([
    'It is not known how GitLab is reached: CI_API_V4_URL is not set.',
    'It is not known how GitLab is reached: CI_PROJECT_PATH is not set.',
    'It is not known how GitLab is reached: HIVE_GITLAB_TOKEN is not set.',
  ])
})

test('the token is in nothing that can be printed', async () => {
  expect(JSON.stringify(createClient(await server.access()).access)).not.toContain(token)
})
