import {type Change, type CreateRequest, HiveError, type Host} from '@hive-ci/cli'
import type {MotherEngine} from './engine.ts'
import {createMachine, findMachines, removeMachine, removeProbes, resizeMachine, startMachine} from './machine.ts'
import type {MachineFiles} from './machine-files.ts'
import {ensureNetwork} from './network.ts'
import {ensureGivenImage, ensureNodeImage} from './node-image.ts'
import {type EngineFacts, probeEngine, warningsOf} from './probe.ts'
import {sizeOf} from './size.ts'
import {awaitSsh} from './ssh-answer.ts'

/** Carries out a plan: every machine at the same time, one's failure does not stop the others. */
export async function raiseMachines(engine: MotherEngine, request: CreateRequest): Promise<void> {
  const {site, changes, progress, signal} = request
  const {docker} = engine
  const wanted = (action: Change['action']) => changes.filter(change => change.action === action).map(({host}) => host)

  await everyOne(wanted('remove'), name => removeMachine(docker, site, name))
  const resized = site.hosts.filter(host => wanted('update').includes(host.name))
  await everyOne(resized, host => resizeMachine(docker, host.name, sizeOf(host)))

  const created = site.hosts.filter(host => wanted('create').includes(host.name))
  const started = site.hosts.filter(host => wanted('start').includes(host.name))
  if (created.length + started.length === 0) return

  const image = await imageOf(engine, request)
  signal.throwIfAborted()
  await removeProbes(docker, site)
  const [facts] = await Promise.all([probeEngine(docker, site, image), ensureNetwork(docker, site)])
  for (const warning of warningsOf(facts, site.hosts.length)) progress(warning)

  const {privileges, hasModules} = facts
  const spec = {site, image, privileges, hasModules, reach: engine.reach}
  await everyOne(created, host => createMachine(docker, {...spec, host}, filesOf(request, host, facts)))
  await everyOne(started, host => startMachine(docker, {host}, filesOf(request, host, facts)))
  await awaitMachines(engine, request, [...created, ...started])
}

async function awaitMachines(
  engine: MotherEngine,
  {site, signal}: CreateRequest,
  hosts: readonly Host[],
): Promise<void> {
  const machines = await findMachines(engine, site)
  const names = new Set(hosts.map(host => host.name))
  await everyOne(
    machines.filter(machine => names.has(machine.name)),
    machine => awaitSsh(engine.docker, machine, signal),
  )
}

async function imageOf({docker}: MotherEngine, {site, signal, progress}: CreateRequest): Promise<string> {
  const given = site.hosts[0]?.variables.get('hive_vm_image_name')
  if (given === undefined) return ensureNodeImage({docker, signal, progress})
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
