import {type ChildProcess, fork} from 'node:child_process'
import {once} from 'node:events'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import {mirrorImages} from '../plugins/mirror/src/index.ts'
import {putImage} from '../plugins/mirror/test/support/make-image.ts'
import {localConnection} from '../src/transport/local.ts'
import {makeService} from '../test/support/service.ts'
import {makeSession} from '../test/support/session.ts'
import {makeSite} from '../test/support/site.ts'
import type {FarRegistry} from './far-registry.ts'
import {median, timed} from './stopwatch.ts'
import {printTable, ratio, seconds} from './table.ts'

const login = {user: 'bench', password: 'only4Benches'}
/** Milliseconds every request takes longer. */
const latency = 50
const many = 500
const some = 30
/** Seconds a run with nothing to do may take. */
const bar = 3

/** Registries on this machine that seem far away: all images are on one, to be mirrored to the others. */
export async function benchMirror(): Promise<void> {
  const project = await mkdtemp(join(tmpdir(), 'hive-bench-'))
  const servers = [1, 2, 3].map(() => fork(new URL('far-registry.ts', import.meta.url), [String(latency)]))
  try {
    const [source, mirror, other] = await Promise.all(servers.map(portsOf))
    if (source && mirror && other) await compare(project, source, mirror, other)
  } finally {
    for (const server of servers) server.disconnect()
    await Promise.all(servers.map(server => once(server, 'exit')))
    await rm(project, {recursive: true})
  }
}

async function portsOf(server: ChildProcess): Promise<FarRegistry | undefined> {
  const [ports]: FarRegistry[] = await once(server, 'message')
  return ports
}

async function compare(project: string, source: FarRegistry, mirror: FarRegistry, other: FarRegistry): Promise<void> {
  const shared = text(8_000_000)
  const names = Array.from({length: many}, (_, index) => `image${index}:1`)
  for (const [index, name] of names.entries()) {
    await putImage({port: source.near, ...login}, name, index < some ? [shared, text(1_000_000)] : [name])
  }
  const few = names.slice(0, some)
  const [ours = 0] = await timed(1, () => mirrorAll(project, source.far, mirror.far, few))
  const [theirs = 0] = await timed(1, () => copyWithSkopeo(project, source.far, other.far, few))
  await mirrorAll(project, source.far, mirror.near, names)
  const again = median(await timed(3, () => mirrorAll(project, source.far, mirror.far, names)))
  printTable(`registries ${latency} ms away`, [
    ['run', 'time', 'against hive'],
    [`hive mirror run, ${some} images with a layer in common`, seconds(ours), ratio(ours, ours)],
    ['skopeo copy --all, one after another', seconds(theirs), ratio(theirs, ours)],
  ])
  printTable('bars', [[`no-op run of ${many} images < ${bar} s`, seconds(again), again < bar ? 'met' : 'missed']])
}

async function mirrorAll(project: string, source: number, mirror: number, images: readonly string[]): Promise<void> {
  const site = makeSite({
    rootDirectory: project,
    settings: {image_mirror: `127.0.0.1:${mirror}`},
    hostVariables: {
      hive_ext_repositories: [source, mirror].map(port => ({
        repository: `127.0.0.1:${port}`,
        login_user: login.user,
        password: login.password,
      })),
    },
  })
  const services = images.map((name, index) =>
    makeService(`service${index}`, {image: {kind: 'pulled', tag: `127.0.0.1:${source}/${name}`}}),
  )
  const session = makeSession({...site, services}, localConnection())
  const report = await mirrorImages(session, {update: false, retry: false, parallel: 64, environment: {}})
  const failed = report.images.find(({state}) => state === 'failed')
  if (failed) throw new Error(`${failed.name}: ${failed.reason}`)
}

async function copyWithSkopeo(directory: string, source: number, mirror: number, images: readonly string[]) {
  const auth = Buffer.from(`${login.user}:${login.password}`).toString('base64')
  const auths = Object.fromEntries([source, mirror].map(port => [`127.0.0.1:${port}`, {auth}]))
  const file = join(directory, 'auth.json')
  await writeFile(file, JSON.stringify({auths}), {mode: 0o600})
  const plain = ['--src-tls-verify=false', '--dest-tls-verify=false']
  for (const name of images) {
    const ends = [source, mirror].map(port => `docker://127.0.0.1:${port}/${name}`)
    await execa('skopeo', ['copy', '--all', '--quiet', '--authfile', file, ...plain, ...ends])
  }
}

/** Text that does not compress to nothing. */
function text(length: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(65_536)))
    .toString('hex')
    .repeat(Math.ceil(length / 131_072))
    .slice(0, length)
}
