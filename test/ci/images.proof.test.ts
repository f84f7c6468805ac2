import {createHash} from 'node:crypto'
import {once} from 'node:events'
import {mkdir, readFile, writeFile} from 'node:fs/promises'
import {createServer} from 'node:http'
import {join, resolve} from 'node:path'
import {execa} from 'execa'
import {expect, onTestFinished, test} from 'vitest'
import {secretsIn} from '../canary/secret-forms.ts'
import {makeAuthority} from '../support/authority.ts'
import {uniqueName} from '../support/names.ts'
import {temporaryDirectory} from '../support/temporary-directory.ts'
import {startProxy} from './ci-proxy.ts'

const password = 'canaryProxyOfBuilds8'

test('an image is built from a mirror behind a proxy, trusts the authority, and has no password of the proxy', async () => {
  const source = await startMirror('packages.test')
  const proxy = await startProxy('127.0.0.1', {'packages.test': '127.0.0.1'})
  onTestFinished(() => proxy.stop())
  const CA = join(await temporaryDirectory('authority'), 'ca.pem')
  await writeFile(CA, makeAuthority('authority of a network').certificate)
  const PREFIX = `${uniqueName('hive-test-images')}/`
  const image = `${PREFIX}hive-dind:0.1.0`
  onTestFinished(async () => void (await execa('docker', ['rmi', image], {reject: false})))
  const HTTP_PROXY = proxy.url.replace('//', `//somebody:${password}@`)
  const APT_SOURCE = `deb [trusted=yes] ${source} ./`

  const env = {HTTP_PROXY, APT_SOURCE, CA, PREFIX}
  const {stdout} = await execa(resolve('images/build'), ['dind'], {env})

  expect(stdout).toMatch(new RegExp(`^${image}  \\d+ MB$`))
  expect(await readFile(proxy.log, 'utf8')).toContain(`GET ${source}./engine.deb\n`)
  const look = 'cat /etc/apt/sources.list; openssl verify /usr/local/share/ca-certificates/network.crt'
  const {stdout: seen} = await execa('docker', ['run', '--rm', '--entrypoint', 'sh', image, '-c', look])
  expect(seen).toBe(`${APT_SOURCE}\n/usr/local/share/ca-certificates/network.crt: OK`)
  const kept = await textOf(image)
  expect(kept).toContain(source)
  expect(secretsIn(kept, {password})).toEqual([])
})

/** A mirror, at a name only the proxy knows, with one package that stands for all hive-dind installs. */
async function startMirror(name: string): Promise<string> {
  const directory = await temporaryDirectory('mirror')
  await mkdir(join(directory, 'tree/DEBIAN'), {recursive: true})
  const provides = 'Provides: docker.io, iproute2, iptables, procps'
  const control = `Package: engine\nVersion: 1\nArchitecture: all\nMaintainer: hive\n${provides}\nDescription: empty\n`
  await writeFile(join(directory, 'tree/DEBIAN/control'), control)
  await execa('dpkg-deb', ['--build', 'tree', 'engine.deb'], {cwd: directory})
  const deb = await readFile(join(directory, 'engine.deb'))
  const hash = createHash('sha256').update(deb).digest('hex')
  const index = `${control}Filename: ./engine.deb\nSize: ${deb.length}\nSHA256: ${hash}\n`
  const files = new Map<string, string | Buffer>([
    ['/Packages', index],
    ['/engine.deb', deb],
  ])
  const server = createServer(({url = ''}, response) => {
    const content = files.get(url.replace('/./', '/'))
    response.writeHead(content === undefined ? 404 : 200).end(content)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  return `http://${name}:${typeof address === 'object' ? address?.port : ''}/`
}

/** Settings, history and layers. */
async function textOf(image: string): Promise<string> {
  const program = 'docker history --no-trunc --format "{{.CreatedBy}}" "$1"; docker save "$1" | tar -xO'
  const {stdout} = await execa('sh', ['-c', program, 'sh', image], {encoding: 'latin1', maxBuffer: 2e9})
  return stdout
}
