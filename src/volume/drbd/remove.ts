import {HiveError} from '../../error.ts'
import type {Session} from '../../session.ts'
import type {Host, Volume} from '../../site/site.ts'
import {runStep} from './run-step.ts'
import {removeStep} from './steps.ts'
import {groupOf} from './wanted.ts'

/** Takes a replicated volume and its data off one host. Throws HOST_FAILED when the device is in use there. */
export async function removeReplica(session: Session, volume: Volume, host: Host): Promise<void> {
  const {code, stderr} = await runStep(session, host, removeStep(volume.source, groupOf(volume)))
  if (code === 0) return
  const said = stderr.trim().split('\n').slice(-2).join(' ')
  throw new HiveError('HOST_FAILED', `Volume ${volume.source} could not be taken off ${host.name}: ${said}`)
}
