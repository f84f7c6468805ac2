import {once} from 'node:events'
import {rm, writeFile} from 'node:fs/promises'
import {createServer} from 'node:net'
import {join} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {execa} from 'execa'
import {squidConfig, squidDirectory} from '../support/squid.ts'

/** Squid on this machine, which alone knows the way to the names it is given. */
export interface CiProxy {
  readonly url: string
  /** Its log: method and URL of each request. */
  readonly log: string
  stop(): Promise<void>
}

export async function startProxy(address: string, hosts: Readonly<Record<string, string>>): Promise<CiProxy> {
  const directory = await squidDirectory()
  const port = await freePort(address)
  const names = Object.entries(hosts).map(([name, ip]) => `${ip} ${name}\n`)
  await writeFile(join(directory, 'hosts'), names.join(''))
  const lines = [`http_port ${address}:${port}`, `hosts_file ${directory}/hosts`, 'http_access allow all']
  const config = join(directory, 'squid.conf')
  await writeFile(config, squidConfig(directory, '%rm %ru', lines))
  const squid = execa('squid', ['-N', '-f', config], {reject: false})
  await answering(`http://${address}:${port}/`)
  return {
    url: `http://${address}:${port}`,
    log: join(directory, 'access.log'),
    async stop() {
      squid.kill()
      await squid
      await rm(directory, {recursive: true, force: true})
    },
  }
}

async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await fetch(url).catch(() => undefined)) return
    await setTimeout(100)
  }
  throw new Error(`squid does not answer at ${url}`)
}
