import {randomInt} from 'node:crypto'
import {rm} from 'node:fs/promises'
import {resolve} from 'node:path'
import {execa} from 'execa'
import {requireCache} from '../plugins/offline/src/cache.ts'
import {freezeCache, raiseCache, removeCache} from '../plugins/offline/src/index.ts'
import {rehearseStage} from '../plugins/offline/src/rehearsal/rehearse-stage.ts'
import {startUpstream} from '../plugins/offline/test/support/upstream.ts'
import type {Session} from '../src/session.ts'
import {parseAuthorities} from '../src/site/authority.ts'
import {localConnection} from '../src/transport/local.ts'
import {freeCidr, uniqueName} from '../test/support/names.ts'
import {makeProject} from '../test/support/project.ts'
import {makeService} from '../test/support/service.ts'
import {makeSession} from '../test/support/session.ts'
import {makeSite} from '../test/support/site.ts'
import {timed} from './stopwatch.ts'
import {printTable, ratio, seconds} from './table.ts'

const image = 'registry.test/team/app:1'

const files = (name: string) => ({
  'inventory/hive.yml': `plugin: hive_inventory
name: ${name}
stages:
  private: {provider: docker, separate_repository: false, number_of_hosts: 1, cidr: ${freeCidr()}}
`,
  'inventory/services.yml': `plugin: hive_services
services:
  clock: {image: "${image}", command: [sleep, infinity]}
  web: {image: {from: "${image}", roles: [greeting]}, command: [sleep, infinity]}
`,
  'roles/greeting/role.ts': `import {defineImageRole, packages} from '@hive-ci/cli'
export default defineImageRole({name: 'greeting', resources: () => [packages(['hello'])]})
`,
})

/**
 * A site of one host from nothing, the operating system included, where only the offline cache is reached: while it is
 * empty and records, and again when it is frozen.
 */
export async function benchOffline(): Promise<void> {
  const name = uniqueName('bench')
  const project = await makeProject(files(name))
  const session = (authority?: string) => sessionOf(name, project, authority)
  const {stdout: node} = await execa(resolve('scripts/node-image'))
  try {
    await raiseCache(session(), {port: randomInt(20_000, 30_000)})
    const upstream = await startUpstream(`hive-offline-${name}-private`, node)
    try {
      await upstream.push('hive-base:bookworm', 'team/app:1')
      await raiseCache(session(upstream.authority), {})
      await compare(session())
    } finally {
      await upstream.stop()
    }
  } finally {
    await removeCache(session(), {data: true, dryRun: false})
    await rm(project, {recursive: true})
  }
}

function sessionOf(name: string, rootDirectory: string, authority: string | undefined): Session {
  const authorities = authority === undefined ? {} : {extraAuthorities: parseAuthorities(authority, 'bench')}
  const site = makeSite({name, rootDirectory, hosts: 1, ...authorities})
  const services = [makeService('clock', {image: {kind: 'pulled', tag: image}})]
  return makeSession({...site, services}, localConnection())
}

async function compare(session: Session): Promise<void> {
  const [recording = 0] = await timed(1, () => raiseSite(session))
  await freezeCache(session)
  const [frozen = 0] = await timed(1, () => raiseSite(session))
  printTable('hive all: one container host, two services, from nothing', [
    ['through the offline cache', 'time', 'against frozen'],
    ['frozen', seconds(frozen), ratio(frozen, frozen)],
    ['empty and recording', seconds(recording), ratio(recording, frozen)],
  ])
}

async function raiseSite(session: Session): Promise<void> {
  const command = [resolve('bin/hive'), 'all']
  const {succeeded, lastWords} = await rehearseStage(session, await requireCache(session), {
    command,
    environment: process.env,
  })
  if (!succeeded) throw new Error(lastWords.join('\n'))
}
