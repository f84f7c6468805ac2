import {mkdir, readFile, symlink} from 'node:fs/promises'
import {createServer, get} from 'node:https'
import {join, resolve} from 'node:path'
import {execa} from 'execa'
import {beforeEach, expect, onTestFinished, test} from 'vitest'
import {temporaryDirectory} from '../support/temporary-directory.ts'

let shared: string

beforeEach(async () => {
  shared = await temporaryDirectory('client')
})

/** The certificates of an engine that was just started, with the client's in the volume the runner shares. */
async function newEngine(): Promise<string> {
  const directory = join(await temporaryDirectory('engine'), 'certs')
  await mkdir(directory)
  await symlink(shared, join(directory, 'client'))
  await makeCertificates(directory)
  return directory
}

async function makeCertificates(directory: string): Promise<void> {
  await execa('sh', [resolve('images/dind/dind-certificates'), directory])
}

async function pems(directory: string) {
  const [ca, cert, key] = await Promise.all(
    ['ca', 'cert', 'key'].map(name => readFile(join(directory, `${name}.pem`), 'utf8')),
  )
  return {ca, cert, key}
}

/** What a client with the shared certificates gets from an engine that lets nobody else in. */
async function answerOf(engine: string): Promise<string> {
  const tls = {...(await pems(join(engine, 'server'))), requestCert: true, rejectUnauthorized: true}
  const server = createServer(tls, (_request, response) => response.end('engine')).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.close()
  })
  await new Promise(listening => server.once('listening', listening))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const client = await pems(shared)
  return new Promise((answer, fail) => {
    get({...client, host: '127.0.0.1', port, servername: 'docker', agent: false}, response => {
      response.setEncoding('utf8').on('data', answer)
    }).on('error', fail)
  })
}

test('the engine and the client of a job trust each other', async () => {
  expect(await answerOf(await newEngine())).toBe('engine')
})

test('the engine of a second job, which finds the certificates of the first one, is trusted as well', async () => {
  await newEngine()
  expect(await answerOf(await newEngine())).toBe('engine')
})

test('an engine that is started again keeps its certificates', async () => {
  const engine = await newEngine()
  const before = await pems(shared)
  await makeCertificates(engine)
  expect(await pems(shared)).toEqual(before)
  expect(await answerOf(engine)).toBe('engine')
})
