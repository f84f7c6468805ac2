import {accepting, type Machine, type Site} from '@hive-ci/cli'
import type Docker from 'dockerode'
import type {ContainerInspectInfo} from 'dockerode'
import type {MotherEngine, Reach} from './engine.ts'
import {generateHostKey} from './host-key.ts'
import {ownFilter} from './labels.ts'
import {explainMachineFailure} from './machine-failure.ts'
import {type MachineFiles, machineFiles} from './machine-files.ts'
import {containerOptions, type MachineSpec} from './machine-spec.ts'
import type {Size} from './size.ts'
import {ensureEmptyVolume} from './volume.ts'

/** A container of the stage, with what `plan` compares besides. */
export interface DockerMachine extends Machine {
  readonly size: Size
}

/** Seconds systemd gets to end what runs in a node. */
const stopTimeout = 60

/** The stage's machines by name. A container that was never started is half made and does not count as one. */
export async function findMachines({docker, reach}: MotherEngine, site: Site): Promise<readonly DockerMachine[]> {
  const containers = await findContainers(docker, site)
  const machines = containers.filter(isMachine).map(container => machineOf(container, reach))
  return machines.sort((a, b) => a.name.localeCompare(b.name, 'en', {numeric: true}))
}

/** Makes and starts a container; what an interrupted run left of it is removed first. */
export async function createMachine(
  docker: Docker,
  spec: Omit<MachineSpec, 'hostKey'>,
  files: MachineFiles,
): Promise<void> {
  const {site, host} = spec
  const hostKey = generateHostKey()
  try {
    await removeMachine(docker, site, host.name)
    await ensureEmptyVolume(docker, site, host)
    const container = await docker.createContainer(containerOptions({...spec, hostKey: hostKey.publicKey}))
    await container.putArchive(await machineFiles({...files, hostKey}), {path: '/'})
    await container.start()
  } catch (error) {
    throw await explainMachineFailure(docker, host, error)
  }
}

/** Starts a stopped machine, telling it today's nameservers and keys. */
export async function startMachine(
  docker: Docker,
  spec: Pick<MachineSpec, 'host'>,
  files: MachineFiles,
): Promise<void> {
  const container = docker.getContainer(spec.host.name)
  try {
    await container.putArchive(await machineFiles(files), {path: '/'})
    await accepting([304], container.start())
  } catch (error) {
    throw await explainMachineFailure(docker, spec.host, error)
  }
}

/** Gives a machine other limits, without a restart. */
export async function resizeMachine(docker: Docker, name: string, {memory, nanoCpus}: Size): Promise<void> {
  await docker.getContainer(name).update({
    ...(memory > 0 && {Memory: memory, MemorySwap: memory}),
    ...(nanoCpus > 0 && {NanoCpus: nanoCpus}),
  })
}

/** Stops the stage's machines, all at once. */
export async function stopMachines(docker: Docker, site: Site): Promise<void> {
  const running = (await findContainers(docker, site)).filter(container => container.State.Running)
  await Promise.all(running.map(({Id}) => accepting([304, 404], docker.getContainer(Id).stop({t: stopTimeout}))))
}

/** Removes a machine's container, a half-made one too. */
export async function removeMachine(docker: Docker, site: Site, name: string): Promise<void> {
  await removeContainers(docker, site, container => hostOf(container) === name)
}

/** Removes probes that an interrupted run left behind. */
export async function removeProbes(docker: Docker, site: Site): Promise<void> {
  await removeContainers(docker, site, container => hostOf(container) === undefined)
}

/** Removes every container of the stage. */
export async function removeAll(docker: Docker, site: Site): Promise<void> {
  await removeContainers(docker, site, () => true)
}

async function removeContainers(
  docker: Docker,
  site: Site,
  isDoomed: (container: ContainerInspectInfo) => boolean,
): Promise<void> {
  const doomed = (await findContainers(docker, site)).filter(isDoomed)
  await Promise.all(doomed.map(({Id}) => accepting([404, 409], docker.getContainer(Id).remove({force: true, v: true}))))
}

async function findContainers(docker: Docker, site: Site): Promise<readonly ContainerInspectInfo[]> {
  const containers = await docker.listContainers({all: true, filters: ownFilter(site)})
  const found = await Promise.all(containers.map(({Id}) => accepting([404], docker.getContainer(Id).inspect())))
  return found.filter(container => container !== undefined)
}

function hostOf(container: ContainerInspectInfo): string | undefined {
  return container.Config.Labels['hive.host']
}

function isMachine(container: ContainerInspectInfo): boolean {
  return hostOf(container) !== undefined && container.State.Status !== 'created'
}

function machineOf(container: ContainerInspectInfo, reach: Reach): DockerMachine {
  const labels = container.Config.Labels
  const address = labels['hive.address'] ?? ''
  const sshPort = Number(labels['hive.ssh-port'])
  const published = container.NetworkSettings.Ports[`${sshPort}/tcp`]?.[0]?.HostPort
  return {
    name: labels['hive.host'] ?? '',
    state: container.State.Running ? 'running' : 'stopped',
    address,
    sshAddress: reach.kind === 'direct' ? address : reach.address,
    sshPort: reach.kind === 'direct' ? sshPort : Number(published ?? sshPort),
    hostKeys: [labels['hive.host-key'] ?? ''],
    size: {memory: container.HostConfig.Memory ?? 0, nanoCpus: container.HostConfig.NanoCpus ?? 0},
  }
}
