import {once} from 'node:events'
import {readFile} from 'node:fs/promises'
import {createServer} from 'node:http'
import Docker from 'dockerode'
import {expect, it} from 'vitest'
import {ensureOwnImage} from '../../src/docker/own-image.ts'

/** What an engine that has nothing but the base image is given as arguments of a build. */
async function buildArguments(wish: {readonly aptCheckValidUntil: boolean}, name: string): Promise<unknown> {
  const builds: unknown[] = []
  const engine = createServer((request, response) => {
    const {pathname, searchParams} = new URL(request.url ?? '', 'http://engine')
    request.resume()
    request.once('end', () => {
      if (pathname === '/build') builds.push(JSON.parse(searchParams.get('buildargs') ?? '{}'))
      const isThere = pathname === '/build' || pathname.startsWith('/images/hive-base')
      response.writeHead(isThere ? 200 : 404, {'content-type': 'application/json'}).end('{}')
    })
  }).listen(0, '127.0.0.1')
  await once(engine, 'listening')
  const address = engine.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  const docker = new Docker({protocol: 'http', host: '127.0.0.1', port})
  await ensureOwnImage({docker, signal: new AbortController().signal, progress: () => {}, ...wish}, name)
  engine.close()
  return builds
}

it.each(['node', 'offline'])('lets apt take old lists in the build of the %s image, where it may', async name => {
  const declared = (await readFile(`images/${name}/Dockerfile`, 'utf8')).includes('ARG apt_check_valid_until\n')
  expect(declared).toBe(true)
  expect(await buildArguments({aptCheckValidUntil: true}, name)).toEqual([{}])
  expect(await buildArguments({aptCheckValidUntil: false}, name)).toEqual([{apt_check_valid_until: 'false'}])
})
