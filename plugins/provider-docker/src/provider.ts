import type {Change, CreateRequest, ProviderRequest, Site} from '@hive-ci/cli'
import {type MotherEngine, openEngine} from './engine.ts'
import {type DockerMachine, findMachines, removeAll, stopMachines} from './machine.ts'
import {removeNetworks} from './network.ts'
import {planMachines} from './plan.ts'
import {raiseMachines} from './raise.ts'
import {removeVolumes} from './volume.ts'

export async function list({site}: ProviderRequest): Promise<readonly DockerMachine[]> {
  return findMachines(await open(), site)
}

export function plan(site: Site, found: readonly DockerMachine[]): readonly Change[] {
  return planMachines(site, found)
}

export async function create(request: CreateRequest): Promise<readonly DockerMachine[]> {
  const engine = await open()
  await raiseMachines(engine, request)
  return findMachines(engine, request.site)
}

export async function halt({site}: ProviderRequest): Promise<void> {
  const {docker} = await open()
  await stopMachines(docker, site)
}

/** Whatever carries the stage's labels goes, half-made things included. */
export async function destroy({site}: ProviderRequest): Promise<void> {
  const {docker} = await open()
  await removeAll(docker, site)
  await removeVolumes(docker, site)
  await removeNetworks(docker, site)
}

function open(): Promise<MotherEngine> {
  return openEngine(process.env)
}
