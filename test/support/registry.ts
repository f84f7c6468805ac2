import {once} from 'node:events'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {hashSync} from 'bcryptjs'
import {execa} from 'execa'

/** The registry hashes a password for each request; more than the least rounds would only keep the machine busy. */
const cheapest = 4

interface Login {
  readonly user: string
  readonly password: string
}

/** A registry on this machine's loopback, which engines speak plain HTTP to. */
export interface Registry {
  readonly port: number
  /** Where it keeps its files. */
  readonly data: string
  stop(): Promise<void>
}

/** Starts a registry; one without a login lets everybody in. */
export async function startRegistry(login?: Login): Promise<Registry> {
  const directory = await mkdtemp(join(tmpdir(), 'hive-registry-'))
  const port = await freePort()
  const config = {
    version: '0.1',
    storage: {filesystem: {rootdirectory: join(directory, 'data')}},
    http: {addr: `127.0.0.1:${port}`},
    ...(login && {auth: {htpasswd: {realm: 'hive', path: join(directory, 'htpasswd')}}}),
  }
  if (login) await writeFile(join(directory, 'htpasswd'), `${login.user}:${hashSync(login.password, cheapest)}\n`)
  await writeFile(join(directory, 'config.yml'), JSON.stringify(config))
  const server = execa('docker-registry', ['serve', join(directory, 'config.yml')], {reject: false, cleanup: true})
  await answering(port, login ? 401 : 200)
  return {
    port,
    data: join(directory, 'data'),
    async stop() {
      server.kill()
      await server
      await rm(directory, {recursive: true})
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

async function answering(port: number, status: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/v2/`).catch(() => undefined)
    if (answer?.status === status) return
    await setTimeout(100)
  }
  throw new Error('the registry does not answer')
}
