import {HiveError} from '../error.ts'
import type {PhaseName} from '../reporter/event.ts'
import type {Phase} from './phase.ts'

/** Loads the code of a phase when its turn comes. */
export async function loadPhase(name: PhaseName): Promise<Phase> {
  const load = loaders[name]
  if (load === undefined) throw new HiveError('PHASE_FAILED', `Phase ${name} is not built yet.`)
  return load()
}

const loaders: Readonly<Partial<Record<PhaseName, () => Promise<Phase>>>> = {
  'setup-hosts': async () => (await import('./setup-hosts.ts')).setupHosts,
  'build-infra': async () => (await import('./build-infra.ts')).buildInfra,
  'build-images': async () => (await import('./build-images.ts')).buildImages,
  'build-volumes': async () => (await import('./build-volumes.ts')).buildVolumes,
  'build-networks': async () => (await import('./build-networks.ts')).buildNetworks,
  'deploy-services': async () => (await import('./deploy-services.ts')).deployServices,
}
