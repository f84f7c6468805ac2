import {ensureOwnImage, HiveError, type Session} from '@hive-ci/cli'
import type {Cache} from '../cache.ts'
import {type Rehearsal, type RehearsalRequest, rehearse} from './rehearse.ts'
import {inRoom} from './room.ts'
import {inScratchProject} from './scratch-project.ts'

/**
 * Builds a copy of the stage from nothing where only its cache is reached: an engine of its own, in a network of its own,
 * hive itself included. Leaves nothing behind. Throws `HiveError` OFFLINE_FAILED where that cannot be tried.
 */
export async function rehearseStage(session: Session, cache: Cache, request: RehearsalRequest): Promise<Rehearsal> {
  checkPossible(session)
  const {site, signal, report} = session
  const say = (text: string) => report({type: 'progress', target: site.mother.name, text})
  const {mode} = cache.settings
  const proxy = `http://${cache.address}`
  const aptCheckValidUntil = mode === 'recording' && site.settings.apt_check_valid_until
  const image = await ensureOwnImage({docker: cache.docker, signal, progress: say, proxy, aptCheckValidUntil}, 'node')
  return inRoom(cache, {image, say}, room =>
    inScratchProject(site, {mode, proxy: room.proxy}, directory => {
      const onPhase = (name: string) => say(`rehearses ${name}`)
      return rehearse(room, {...request, directory, signal, onPhase})
    }),
  )
}

function checkPossible({site}: Session): void {
  if (site.provider !== 'docker') {
    throw new HiveError(
      'OFFLINE_FAILED',
      `Stage ${site.stage} has machines of provider ${site.provider}; a rehearsal makes its machines out of containers.`,
      {suggestions: ['Record and certify a stage of the same inventory with "provider: docker".']},
    )
  }
  if (process.getuid?.() !== 0) {
    throw new HiveError('OFFLINE_FAILED', 'Only root can run hive in a network of its own.', {
      suggestions: ['Run the same command as root.'],
    })
  }
}
