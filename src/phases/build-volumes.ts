import {engineReason} from '../docker/engine-reason.ts'
import {HiveError, reasonOf} from '../error.ts'
import type {TargetReport} from '../reporter/event.ts'
import type {Session} from '../session.ts'
import type {Host, Volume} from '../site/site.ts'
import {createVolume, removeVolume} from '../volume/apply.ts'
import {replicaRemovalSteps, replicationSteps} from '../volume/drbd/volume-steps.ts'
import {drbdOf, pinVolumes} from '../volume/pin.ts'
import {type HostVolumes, planRemoval, planVolumes, type VolumeStep} from '../volume/plan.ts'
import type {Phase, PhaseOptions} from './phase.ts'
import {phaseReport, secondsSince} from './phase-report.ts'
import {selectNamed} from './select-named.ts'

/**
 * Phase 4: makes the volumes that need more than being mounted, on every hive host. Volumes a service only mounts are
 * made by Docker where they are first used, as hive-builder does.
 */
export const buildVolumes: Phase = {
  name: 'build-volumes',
  async run(session, options) {
    const started = Date.now()
    const {site, checkMode} = session
    const volumes = selectNamed('volume', site.volumes, volume => volume.source, options.limit)
    const hives = selectNamed(
      'hive host',
      site.hosts.filter(host => host.isHive),
      host => host.name,
      options.limitServer,
    )
    const steps = volumes.length === 0 ? [] : await planSteps(session, options, volumes, hives)
    const done = await Promise.all(steps.map(step => carryOut(session, step)))
    return phaseReport({
      phase: 'build-volumes',
      checkMode,
      started,
      targets: volumes.map(volume =>
        volumeReport(
          volume,
          done.filter(result => result.step.volume === volume),
          started,
        ),
      ),
      changes: steps.flatMap(({change}) => change ?? []),
    })
  },
}

interface StepResult {
  readonly step: VolumeStep
  readonly outcome: 'ok' | 'changed' | 'would-change' | 'failed'
  readonly message?: string
}

async function planSteps(
  session: Session,
  {destroy}: PhaseOptions,
  volumes: readonly Volume[],
  hives: readonly Host[],
): Promise<readonly VolumeStep[]> {
  const looks = await Promise.all(hives.map(host => lookAt(session, host)))
  const found = looks.filter(look => 'volumes' in look)
  const failures = looks.filter(look => 'problem' in look)
  const unseen = failures.flatMap(({host, problem}) => volumes.map(volume => ({volume, host, problem})))
  const host = found[0]?.host
  const isReplicated = ({kind}: Volume) => kind === 'drbd'
  const replicated = host && (await drbdOf(session, host)) ? volumes.filter(isReplicated) : []
  const others = volumes.filter(volume => !replicated.includes(volume))
  if (destroy) {
    const removals = await replicaRemovalSteps(session, {volumes: replicated, found})
    return [...planRemoval(others, found), ...removals, ...unseen]
  }
  const sources = others.filter(isReplicated).map(volume => volume.source)
  const pins = host ? await pinVolumes(session, {host, sources}) : new Map<string, string>()
  for (const [source, node] of pins) session.report({type: 'warning', text: pinWarning(source, node)})
  const replications = await replicationSteps(session, {volumes: replicated, found})
  return [...planVolumes({site: session.site, volumes: others, found, pins}), ...replications, ...unseen]
}

async function lookAt({hosts}: Session, host: Host): Promise<HostVolumes | {host: Host; problem: string}> {
  try {
    const docker = await hosts.engine(host)
    const {Volumes} = await docker.listVolumes()
    return {host, volumes: Volumes ?? []}
  } catch (error) {
    return {host, problem: reasonOf(error)}
  }
}

function pinWarning(source: string, node: string): string {
  return (
    `Volume ${source} is to be replicated, but the hive hosts have no DRBD: it is a local volume of ${node}, and services ` +
    'that mount it run there only.'
  )
}

async function carryOut(session: Session, step: VolumeStep): Promise<StepResult> {
  const {report, signal, checkMode} = session
  const {change, problem} = step
  if (!change) return {step, outcome: problem === undefined ? 'ok' : 'failed', message: problem}
  report({type: 'change', change, outcome: checkMode ? 'planned' : 'started'})
  try {
    if (problem !== undefined) throw new HiveError('SERVICE_FAILED', problem)
    if (!checkMode) await applyStep(session, step)
  } catch (error) {
    signal.throwIfAborted()
    const message =
      error instanceof HiveError ? error.message : `${change.id} on ${change.host}: ${engineReason(error)}.`
    report({type: 'change', change, outcome: 'failed', message})
    return {step, outcome: 'failed', message}
  }
  if (!checkMode) report({type: 'change', change, outcome: 'done'})
  return {step, outcome: checkMode ? 'would-change' : 'changed'}
}

async function applyStep({hosts, site}: Session, {volume, host, change, apply}: VolumeStep): Promise<void> {
  if (apply) return apply()
  if (!host) return
  const docker = await hosts.engine(host)
  if (change?.action === 'remove') await removeVolume(docker, volume, site)
  else await createVolume(docker, volume, site)
}

function volumeReport({source}: Volume, results: readonly StepResult[], started: number): TargetReport {
  const count = (...outcomes: StepResult['outcome'][]) =>
    results.filter(({outcome}) => outcomes.includes(outcome)).length
  const order = ['failed', 'would-change', 'changed'] as const
  const messages = new Set(results.flatMap(({message}) => message ?? []))
  return {
    target: source,
    outcome: order.find(outcome => count(outcome) > 0) ?? 'ok',
    ok: count('ok'),
    changed: count('changed', 'would-change'),
    failed: count('failed'),
    seconds: secondsSince(started),
    message: messages.size > 0 ? [...messages].join(' ') : undefined,
  }
}
