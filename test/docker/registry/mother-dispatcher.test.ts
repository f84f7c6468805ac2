import {once} from 'node:events'
import {createServer} from 'node:http'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {motherDispatcher} from '../../../src/docker/registry/mother-dispatcher.ts'
import {makeSite} from '../../support/site.ts'

/** Answers with the URL as it was asked: absolute ones are what proxies are sent. */
const server = createServer((request, response) => response.end(request.url))
let port: number

beforeEach(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  port = typeof address === 'object' ? (address?.port ?? 0) : 0
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

test('the mother asks her proxy for what is outside, and not for what the site or her own list leaves out', async () => {
  const noProxy = ['.direct.test']
  const site = makeSite({hosts: 1, settings: {http_proxy: `127.0.0.1:${port}`}, noProxy})
  const dispatcher = await motherDispatcher(site, {no_proxy: 'given.test'})
  const asked = async (origin: string) => {
    const answer = await dispatcher.request({origin, path: '/v2/', method: 'GET'}).then(
      ({body}) => body.text(),
      error => error.code,
    )
    return `${origin}: ${answer}`
  }
  const origins = ['http://outside.test', `http://127.0.0.2:${port}`, `http://localhost:${port}`]
  const answers = await Promise.all([...origins, 'http://a.direct.test', 'http://given.test'].map(asked))
  await dispatcher.destroy()
  expect(answers.map(answer => answer.replace(`:${port}`, '').replace('EAI_AGAIN', 'ENOTFOUND'))).toEqual([
    'http://outside.test: http://outside.test/v2/',
    'http://127.0.0.2: ECONNREFUSED',
    'http://localhost: /v2/',
    'http://a.direct.test: ENOTFOUND',
    'http://given.test: ENOTFOUND',
  ])
})
