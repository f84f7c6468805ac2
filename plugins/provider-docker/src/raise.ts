import {type Change, type CreateRequest, HiveError, type Host, proxyUrl, type Site} from '@hive-ci/cli'
import type Docker from 'dockerode'
import type {MotherEngine} from './engine.ts'
import {createMachine, findMachines, removeMachine, removeProbes, resizeMachine, startMachine} from './machine.ts'
import type {MachineFiles} from './machine-files.ts'
import {ensureNetwork} from './network.ts'
import {ensureGivenImage, ensureNodeImage} from './node-image.ts'
import {type EngineFacts, inotifyWarning, probeEngine} from './probe.ts'
import {sizeOf} from './size.ts'
import {awaitSsh} from './ssh-answer.ts'
import {removeVolumes} from './volume.ts'

/** Carries out a plan: every machine at the same time, one's failure does not stop the others. */
export async function raiseMachines(engine: MotherEngine, request: CreateRequest): Promise<void> {
  const {site} = request
  const {docker} = engine
  await everyOne(namesOf(request, 'remove'), name => removeMachineAndVolume(docker, site, name))
  await everyOne(hostsOf(request, 'update'), host => resizeMachine(docker, host.name, sizeOf(host)))
  await createAndStart(engine, request)
  await awaitMachines(engine, request)
}

async function createAndStart(engine: MotherEngine, request: CreateRequest): Promise<void> {
  const {site, progress, signal} = request
  const {docker, reach} = engine
  const created = hostsOf(request, 'create')
  const started = hostsOf(request, 'start')
  if (created.length + started.length === 0) return

  const image = await imageOf(engine, request)
  signal.throwIfAborted()
  await removeProbes(docker, site)
  const [facts] = await Promise.all([probeEngine(docker, site, image), ensureNetwork(docker, site)])
  const warning = inotifyWarning(facts, site.hosts.length)
  if (warning) progress(warning)

  const spec = {site, image, reach, privileges: facts.privileges, hasModules: facts.hasModules}
  await everyOne(created, host => createMachine(docker, {...spec, host}, filesOf(request, host, facts)))
  await everyOne(started, host => startMachine(docker, {host}, filesOf(request, host, facts)))
}

async function removeMachineAndVolume(docker: Docker, site: Site, name: string): Promise<void> {
  await removeMachine(docker, site, name)
  await removeVolumes(docker, site, name)
}

/**
 * Those that were raised, which may have died already, and those that run: an interrupted run may have started them a
 * moment ago.
 */
async function awaitMachines(engine: MotherEngine, request: CreateRequest): Promise<void> {
  const {site, signal} = request
  const raised = [...namesOf(request, 'create'), ...namesOf(request, 'start')]
  const machines = (await findMachines(engine, site)).filter(({name}) => site.hosts.some(host => host.name === name))
  const awaited = machines.filter(({state, name}) => state === 'running' || raised.includes(name))
  await everyOne(awaited, machine => awaitSsh(engine.docker, machine, signal))
}

function namesOf({changes}: CreateRequest, action: Change['action']): readonly string[] {
  return changes.filter(change => change.action === action).map(({host = ''}) => host)
}

function hostsOf(request: CreateRequest, action: Change['action']): readonly Host[] {
  const names = namesOf(request, action)
  return request.site.hosts.filter(host => names.includes(host.name))
}

async function imageOf({docker}: MotherEngine, {site, signal, progress}: CreateRequest): Promise<string> {
  const given = site.hosts[0]?.variables.get('hive_vm_image_name')
  const {http_proxy, apt_check_valid_until: aptCheckValidUntil} = site.settings
  const proxy = http_proxy === undefined ? {} : {proxy: proxyUrl(http_proxy)}
  if (given === undefined) return ensureNodeImage({docker, signal, progress, aptCheckValidUntil, ...proxy})
  if (typeof given === 'string') return ensureGivenImage({docker, signal, progress}, given)
  throw new HiveError(
    'INVENTORY_INVALID',
    `image_name of stage ${site.stage} is ${JSON.stringify(given)}; provider docker expects the name of an image.`,
  )
}

function filesOf({publicKey}: CreateRequest, host: Host, {nameservers}: EngineFacts): MachineFiles {
  return {admin: host.admin, sshPort: host.sshPort, publicKey, nameservers}
}

/** Does the work for all at once, then fails with every failure. */
async function everyOne<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(items.map(work))
  const failures = results.filter(result => result.status === 'rejected').map(({reason}) => reason)
  if (failures.length === 0) return
  if (failures.length === 1 || !failures.every(failure => failure instanceof HiveError)) throw failures[0]
  throw new HiveError('PROVIDER_FAILED', failures.map(failure => failure.message).join('\n'), {
    suggestions: [...new Set(failures.flatMap(failure => failure.suggestions))],
  })
}
