import {randomInt} from 'node:crypto'
import {rm} from 'node:fs/promises'
import {resolve} from 'node:path'
import {requireCache} from '../plugins/offline/src/cache.ts'
import {freezeCache, raiseCache, removeCache} from '../plugins/offline/src/index.ts'
import {rehearseStage} from '../plugins/offline/src/rehearsal/rehearse-stage.ts'
import {stageProject, stageSession} from '../plugins/offline/test/support/stage.ts'
import {startUpstream} from '../plugins/offline/test/support/upstream.ts'
import type {Session} from '../src/session.ts'
import {uniqueName} from '../test/support/names.ts'
import {makeProject} from '../test/support/project.ts'
import {timed} from './stopwatch.ts'
import {printTable, ratio, seconds} from './table.ts'

/**
 * A site of one host from nothing, the operating system included, where only the offline cache is reached: while it is
 * empty and records, and again when it is frozen.
 */
export async function benchOffline(): Promise<void> {
  const name = uniqueName('bench')
  const project = await makeProject(stageProject(name))
  const session = (authority?: string) => stageSession(name, project, {authority})
  try {
    await raiseCache(session(), {port: randomInt(20_000, 30_000)})
    const upstream = await startUpstream(`hive-offline-${name}-private`)
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
