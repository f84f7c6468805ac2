import type Docker from 'dockerode'
import type {Carry} from '../docker/carry/carrier.ts'
import type {ImageNaming} from '../docker/image-naming.ts'
import {loginFor, type RegistryLogin, registryAuth} from '../docker/registry-auth.ts'
import type {Report} from '../reporter/event.ts'
import type {Service, Site} from '../site/site.ts'
import type {Cluster} from './cluster.ts'
import {containerOf, type FoundService} from './found-service.ts'
import {imageReference} from './image-reference.ts'
import type {WantedService} from './plan.ts'
import {resolveImage} from './resolve-image.ts'
import {serviceSpec} from './spec/service.ts'

export interface WantInput {
  readonly docker: Docker
  readonly site: Site
  readonly services: readonly Service[]
  readonly cluster: Cluster
  readonly found: readonly FoundService[]
  readonly naming: ImageNaming
  readonly logins: readonly RegistryLogin[]
  readonly report: Report
  /** Brings an image to the site's registry where engines cannot fetch it themselves. */
  readonly carry: Carry
}

/** The wanted swarm services, images by digest; services with the same image ask the registry once. */
export async function wantServices(input: WantInput): Promise<readonly WantedService[]> {
  const asked = new Map<string, ReturnType<typeof resolveImage>>()
  return Promise.all(input.services.map(service => wantService(input, service, asked)))
}

async function wantService(
  {docker, site, cluster, found, naming, logins, report, carry}: WantInput,
  service: Service,
  asked: Map<string, ReturnType<typeof resolveImage>>,
): Promise<WantedService> {
  const tag = await brought(docker, carry, imageReference(service, site, naming))
  const present = found.find(({Spec}) => Spec?.Name === service.name)?.Spec
  const login = loginFor(tag, logins)
  const auth = login && registryAuth(login)
  const current = containerOf(present)?.Image
  const key = `${tag} ${current}`
  const resolving = asked.get(key) ?? resolveImage({docker, tag, auth, current})
  asked.set(key, resolving)
  const {reference: image, warning} = await resolving
  const hint = service.image?.kind === 'built' ? ' "hive build-images" puts it there.' : ''
  if (warning) report({type: 'warning', target: service.name, text: `${warning}${hint}`})
  const currentReplicas = present?.Mode?.Replicated?.Replicas
  return {service, auth, spec: serviceSpec({service, site, cluster, image, currentReplicas})}
}

/** What was loaded into the engine by hand needs no registry. */
async function brought(docker: Docker, carry: Carry, reference: string): Promise<string> {
  try {
    return await carry(reference)
  } catch (error) {
    const isHere = await docker
      .getImage(reference)
      .inspect()
      .then(Boolean, () => false)
    if (isHere) return reference
    throw error
  }
}
