import {once} from 'node:events'
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises'
import {createServer} from 'node:http'
import {join} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {execa, type ResultPromise} from 'execa'
import {dockerEngine} from '../../src/docker/engine.ts'
import {localConnection} from '../../src/transport/local.ts'
import {makeAuthority, makeServerCertificate} from './authority.ts'
import {importBusybox} from './busybox-image.ts'
import {makeDebianArchive} from './debian-archive.ts'
import {squidConfig, squidDirectory} from './squid.ts'
import {freePort} from './sshd.ts'

/** An internet of two places, `files.test` and the registry `registry.test`, which only a squid knows the way to. */
export interface Outside {
  /** `127.0.0.1:PORT` */
  readonly proxy: string
  /** `HOST:PORT`; an archive for apt (`makeDebianArchive`), and a greeting. */
  readonly files: string
  /** `HOST:PORT`, over TLS, with the image `box:1`. */
  readonly registry: string
  /** PEM of the authority the registry's certificate is of. */
  readonly authority: string
  /** Of squid and its log. */
  readonly directory: string
  /** Starts squid anew with these lines before the one that allows all. */
  restart(lines?: readonly string[]): Promise<void>
  end(): Promise<void>
}

export async function startOutside(name: string): Promise<Outside> {
  const directory = await squidDirectory()
  const [proxyPort, registryPort, plainPort] = [await freePort(), await freePort(), await freePort()]
  const authority = makeAuthority(`Outside ${name}`)
  const stopRegistry = await startRegistries(directory, {plainPort, registryPort, authority, name})
  await makeDebianArchive(join(directory, 'files'))
  await writeFile(join(directory, 'files/greeting'), 'a greeting\n')
  const server = createServer(async (request, response) => {
    const content = await readFile(join(directory, 'files', request.url ?? '')).catch(() => undefined)
    response.writeHead(content === undefined ? 404 : 200).end(content)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await writeFile(join(directory, 'hosts'), '127.0.0.1 files.test\n127.0.0.1 registry.test\n')
  let squid: ResultPromise | undefined
  const stop = async () => {
    squid?.kill('SIGKILL')
    await squid
  }
  const restart = async (lines: readonly string[] = []) => {
    await stop()
    await rm(join(directory, 'squid.pid'), {force: true})
    const own = [`http_port 127.0.0.1:${proxyPort}`, `hosts_file ${directory}/hosts`, ...lines, 'http_access allow all']
    await writeFile(join(directory, 'squid.conf'), squidConfig(directory, '%Ss/%>Hs %rm %ru', own))
    squid = execa('squid', ['-N', '-f', join(directory, 'squid.conf')], {reject: false, cleanup: true, stdio: 'ignore'})
    await answering(`http://127.0.0.1:${proxyPort}/`)
  }
  await restart()
  return {
    proxy: `127.0.0.1:${proxyPort}`,
    files: `files.test:${typeof address === 'object' ? address?.port : ''}`,
    registry: `registry.test:${registryPort}`,
    authority: authority.certificate,
    directory,
    restart,
    async end() {
      await stop()
      await stopRegistry()
      server.close()
      await rm(directory, {recursive: true, force: true})
    },
  }
}

interface Registries {
  readonly plainPort: number
  readonly registryPort: number
  readonly authority: ReturnType<typeof makeAuthority>
  readonly name: string
}

/** Filled over a plain port of the loopback, which engines trust, then served over TLS. */
async function startRegistries(directory: string, {plainPort, registryPort, authority, name}: Registries) {
  const files = join(directory, 'registry')
  await mkdir(files)
  const {certificate, key} = makeServerCertificate('registry.test', authority)
  await writeFile(join(files, 'certificate'), certificate)
  await writeFile(join(files, 'key'), key)
  const stopPlain = await serve(files, 'plain', {addr: `127.0.0.1:${plainPort}`})
  await answering(`http://127.0.0.1:${plainPort}/v2/`)
  const image = `127.0.0.1:${plainPort}/box:1`
  await importBusybox(dockerEngine(localConnection()), name)
  await execa('docker', ['tag', `${name}:1`, image])
  await execa('docker', ['push', '-q', image])
  await execa('docker', ['image', 'rm', image, `${name}:1`])
  await stopPlain()
  const tls = {certificate: join(files, 'certificate'), key: join(files, 'key')}
  return serve(files, 'tls', {addr: `127.0.0.1:${registryPort}`, tls})
}

async function serve(files: string, name: string, http: object): Promise<() => Promise<void>> {
  const config = join(files, `${name}.yml`)
  const storage = {filesystem: {rootdirectory: join(files, 'data')}}
  await writeFile(config, JSON.stringify({version: '0.1', storage, http}))
  const server = execa('docker-registry', ['serve', config], {reject: false, cleanup: true, stdio: 'ignore'})
  return async () => {
    server.kill('SIGKILL')
    await server
  }
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await fetch(url).catch(() => undefined)) !== undefined) return
    await setTimeout(100)
  }
  throw new Error(`${url} does not answer`)
}
