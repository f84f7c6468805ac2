import {reasonOf} from '../../error.ts'
import type {Session} from '../../session.ts'
import type {Host, Volume} from '../../site/site.ts'
import {createVolume, removeVolume} from '../apply.ts'
import {diffVolume} from '../diff.ts'
import {changeOf, type HostVolumes, unchangeable, type VolumeStep, whereOf} from '../plan.ts'
import {inLockstep} from './barrier.ts'
import {type FoundDrbd, lookAtDrbd} from './look.ts'
import {type DrbdPlan, planDrbd} from './plan.ts'
import {removeReplica} from './remove.ts'
import {replicate} from './replicate.ts'
import {replicatedDriver} from './wanted.ts'

export interface ReplicationInput {
  readonly volumes: readonly Volume[]
  /** The hosts of this run and their Docker volumes; the site's other hive hosts are only looked at. */
  readonly found: readonly HostVolumes[]
}

/** What has to be done for replicated volumes, on hosts that have DRBD. A volume's hosts are worked on in lockstep. */
export async function replicationSteps(
  session: Session,
  {volumes, found}: ReplicationInput,
): Promise<readonly VolumeStep[]> {
  const places = await lookAtAll(session, volumes)
  const unseen = places.filter(place => typeof place === 'string')
  const seen = places.filter(place => typeof place !== 'string')
  if (unseen.length > 0) {
    return volumes.map(volume => ({volume, problem: `Volume ${volume.source} was left as it is: ${unseen.join(' ')}`}))
  }
  return volumes.flatMap(volume => {
    const plan = planDrbd(volume, seen)
    if (typeof plan === 'string') return [{volume, problem: whereOf(volume) + plan}]
    return stepsOf(session, plan, found)
  })
}

/** The removal of replicated volumes with all that is in them: nothing goes while a container uses one on any host. */
export async function replicaRemovalSteps(
  session: Session,
  {volumes, found}: ReplicationInput,
): Promise<readonly VolumeStep[]> {
  const places = await lookAtAll(session, volumes)
  const seen = places.filter(place => typeof place !== 'string')
  return volumes.flatMap(volume => {
    const holders = found.filter(place => isThere(volume, place, seen))
    const remove = once(() =>
      inLockstep(holders, [
        {work: async ({host}) => removeVolume(await session.hosts.engine(host), volume, session.site)},
        {work: ({host}) => removeReplica(session, volume, host)},
      ]),
    )
    return found.map(place => {
      const {host} = place
      if (!holders.includes(place)) return {volume, host}
      return {
        volume,
        host,
        change: {...changeOf(volume, host), action: 'remove', details: ['asked for']},
        apply: remove,
      }
    })
  })
}

/** Every hive host's DRBD, or why it could not be asked. */
async function lookAtAll(session: Session, volumes: readonly Volume[]): Promise<readonly (FoundDrbd | string)[]> {
  const hives = session.site.hosts.filter(host => host.isHive)
  return Promise.all(hives.map(host => lookAt(session, host, volumes)))
}

async function lookAt(session: Session, host: Host, volumes: readonly Volume[]): Promise<FoundDrbd | string> {
  try {
    return await lookAtDrbd(await session.hosts.connect(host), host, volumes, session.signal)
  } catch (error) {
    session.signal.throwIfAborted()
    return reasonOf(error)
  }
}

function stepsOf(session: Session, plan: DrbdPlan, found: readonly HostVolumes[]): readonly VolumeStep[] {
  const {volume, replicas} = plan
  const isWhole = replicas.every(({details}) => details.length === 0)
  const raise = once(async () => {
    if (isWhole) return
    await replicate(
      session,
      plan,
      found.map(({host}) => host),
    )
  })
  const driver = replicatedDriver(volume)
  return found.flatMap(({host, volumes}): VolumeStep[] => {
    const replica = replicas.find(each => each.host === host)
    if (!replica) return []
    const present = volumes.find(({Name}) => Name === volume.source)
    const different = present ? diffVolume(driver, present) : []
    if (different.length > 0) {
      const change = {...changeOf(volume, host), action: 'replace' as const, details: different}
      return [{volume, host, change, problem: unchangeable(volume, host, different)}]
    }
    const details = [...replica.details, ...(present ? [] : [`docker volume: ${driver.options.device}`])]
    if (details.length === 0) return [{volume, host}]
    const apply = async () => {
      await raise()
      if (!present) await createVolume(await session.hosts.engine(host), volume, session.site, driver)
    }
    const action = replica.found.isComplete ? 'update' : 'create'
    return [{volume, host, change: {...changeOf(volume, host), action, details}, apply}]
  })
}

function isThere({source}: Volume, {host, volumes}: HostVolumes, seen: readonly FoundDrbd[]): boolean {
  const replica = seen.find(place => place.host === host)?.replicas.get(source)
  const isMade = replica !== undefined && (replica.file !== '' || replica.size !== undefined)
  return isMade || volumes.some(({Name}) => Name === source)
}

/** Everybody who asks waits for the same work. */
function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => {
    running ??= work()
    return running
  }
}
