import {readFile, rm} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {execa} from 'execa'
import {login, makeUpstreamFiles} from './upstream-files.ts'

/**
 * The internet of a test, with an authority of its own: `files.test`, and `registry.test`, which also is at port 5000,
 * where it has other images and wants a login, and at port 5001, where it speaks no TLS.
 */
export interface Upstream {
  /** PEM of the authority. */
  readonly authority: string
  /** Pushes an image of this machine's engine as `registry.test/NAME`, or as `registry.test:5000/NAME`. */
  push(image: string, name: string, port?: 443 | 5000): Promise<void>
  /** Pulls the plug. */
  stop(): Promise<void>
}

const serveRegistries = `
for name in plain guarded; do docker-registry serve /upstream/$name.yml & done
exec docker-registry serve /upstream/open.yml`

/** Starts both on a network of the engine, under their names, from the image of hosts: it has python3 and docker-registry. */
export async function startUpstream(network: string): Promise<Upstream> {
  const {stdout: image} = await execa(resolve('scripts/node-image'))
  const directory = await makeUpstreamFiles()
  const start = async (name: string, publish: readonly string[], command: readonly string[]) =>
    execa('docker', [
      ...['run', '--detach', '--name', `${network}-${name}`, '--network', network, '--network-alias', `${name}.test`],
      ...['--volume', `${directory}:/upstream:ro`, '--env', 'OTEL_TRACES_EXPORTER=none', ...publish],
      ...['--entrypoint', command[0] ?? '', image, ...command.slice(1)],
    ])
  await start('files', [], ['python3', '/upstream/files.py'])
  const published = ['--publish', '127.0.0.1::443', '--publish', '127.0.0.1::5000']
  await start('registry', published, ['sh', '-c', serveRegistries])
  return {
    authority: await readFile(join(directory, 'ca.pem'), 'utf8'),
    async push(source, name, port = 443) {
      const {stdout: address} = await execa('docker', ['port', `${network}-registry`, String(port)])
      const target = `docker://localhost:${address.split(':').at(-1)}/${name}`
      const credentials = port === 5000 ? ['--dest-creds', `${login.user}:${login.password}`] : []
      const options = ['--quiet', '--dest-tls-verify=false', ...credentials]
      await execa('skopeo', ['copy', ...options, `docker-daemon:${source}`, target])
    },
    async stop() {
      await execa('docker', ['rm', '--force', '--volumes', `${network}-files`, `${network}-registry`], {reject: false})
      await rm(directory, {recursive: true, force: true})
    },
  }
}
