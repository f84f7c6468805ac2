import {HiveError} from '../../error.ts'
import type {Session} from '../../session.ts'
import type {Shell} from '../../shell/sh.ts'
import type {Host} from '../../site/site.ts'
import type {ExecResult} from '../../transport/connection.ts'
import {inLockstep, type Stage} from './barrier.ts'
import type {DrbdPlan, ReplicaPlan} from './plan.ts'
import {runStep} from './run-step.ts'
import {
  completeStep,
  connectStep,
  formatStep,
  growStep,
  type Patience,
  prepareStep,
  seedStep,
  syncStep,
} from './steps.ts'

const usualPatience: Patience = {connect: 60, sync: 120}

/**
 * Brings a replicated volume to where its plan wants it, on all its hosts in lockstep. Each step looks first, so a run
 * that was ended anywhere is finished by the next. Throws HOST_UNREACHABLE, HOST_FAILED.
 */
export async function replicate(
  session: Session,
  plan: DrbdPlan,
  hosts: readonly Host[],
  patience: Patience = usualPatience,
): Promise<void> {
  const places = plan.replicas.filter(({host}) => hosts.includes(host))
  await inLockstep(places, stagesOf(session, plan, patience))
}

function stagesOf(session: Session, plan: DrbdPlan, patience: Patience): readonly Stage<ReplicaPlan>[] {
  const all = (step: (replica: ReplicaPlan) => Shell): Stage<ReplicaPlan> => ({
    work: replica => carryOut(session, plan, replica, step(replica)),
  })
  const one = (host: Host, step: () => Shell): Stage<ReplicaPlan> => ({
    work: replica => (replica.host === host ? carryOut(session, plan, replica, step()) : undefined),
  })
  const isNew = plan.replicas.every(({found}) => !found.isComplete)
  const mayFormat = isNew && !session.site.settings.no_format
  const isGrowing = plan.replicas.some(({found}) => found.isGrowing || (found.size ?? plan.size) < plan.size)
  const primary = plan.replicas.find(({found}) => found.isPrimary)?.host ?? plan.first
  return [
    all(replica => prepareStep(plan, replica)),
    all(() => connectStep(plan, patience)),
    ...(mayFormat ? [one(plan.first, () => seedStep(plan))] : []),
    all(() => syncStep(plan, patience)),
    ...(mayFormat ? [one(plan.first, () => formatStep(plan))] : []),
    ...(isGrowing && !isNew ? [one(primary, () => growStep(plan)), all(() => syncStep(plan, patience))] : []),
    all(() => completeStep(plan)),
  ]
}

async function carryOut(session: Session, plan: DrbdPlan, replica: ReplicaPlan, step: Shell): Promise<void> {
  const result = await runStep(session, replica.host, step)
  if (result.code !== 0) throw new HiveError('HOST_FAILED', sentence(plan, replica, result))
}

function sentence({volume, first}: DrbdPlan, {host, peers}: ReplicaPlan, {code, stdout, stderr}: ExecResult): string {
  const {source, position, drbd} = volume
  const start = `${position ? `${position.file}:${position.line}: ` : ''}Volume ${source}: ${host.name}`
  if (code === 3) return `${start} ${notConnected(stdout, peers, 7000 + (drbd?.deviceId ?? 0))}`
  if (code === 4) {
    return (
      `${start} waited for all copies to be good, and nothing got better for a while (${stdout.trim()}). Look at "drbdadm status ` +
      `${source}" on the hosts. Where no host has good data and the volume may be empty, set no_format to false.`
    )
  }
  if (code === 5) {
    const kept = 'The file system is left as it is'
    return `${start} has another file system on it than ${drbd?.fstype ?? 'xfs'}: ${stdout.trim()}. ${kept}; set "fstype" to it.`
  }
  const said = stderr.trim().split('\n').slice(-3).join(' ') || `exit ${code ?? 'by a signal'}`
  return `${start} could not be brought to where it is wanted: ${said} The data begins on ${first.name}; try again when it is mended.`
}

/** Lines `peer state`; on DRBD 8.4, which has one peer only, it is not named. */
function notConnected(output: string, peers: readonly string[], port: number): string {
  const missing = output
    .trim()
    .split('\n')
    .map(line => line.split(' '))
    .map(([name = '', state = '']) => ({name: name === 'peer' ? peers.join(', ') : name, state}))
  const told = missing.map(({name, state}) => `${name} (${state})`).join(', ')
  if (missing.some(({state}) => state === 'StandAlone')) {
    return (
      `refuses to talk to ${told}: both have changed data the other does not know (split brain). Decide whose changes are ` +
      'given up; docs/drbd.md tells how.'
    )
  }
  return (
    `did not reach ${told} in time. See that the host is up, is part of this run (-x), and lets TCP port ${port} in from ` +
    'the other hosts.'
  )
}
