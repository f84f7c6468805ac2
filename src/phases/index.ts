import type {PhaseName} from '../phase-name.ts'
import type {Phase} from './phase.ts'

/** Loads the code of a phase when its turn comes. */
export async function loadPhase(name: PhaseName): Promise<Phase> {
  return loaders[name]()
}

const loaders: Readonly<Record<PhaseName, () => Promise<Phase>>> = {
  'build-infra': async () => (await import('./build-infra.ts')).buildInfra,
  'setup-hosts': async () => (await import('./setup-hosts.ts')).setupHosts,
  'build-images': async () => (await import('./build-images.ts')).buildImages,
  'build-volumes': async () => (await import('./build-volumes.ts')).buildVolumes,
  'build-networks': async () => (await import('./build-networks.ts')).buildNetworks,
  'deploy-services': async () => (await import('./deploy-services.ts')).deployServices,
  'initialize-services': async () => (await import('./initialize-services.ts')).initializeServices,
}
