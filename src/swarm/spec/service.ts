import type Docker from 'dockerode'
import type {Service, Site} from '../../site/site.ts'
import type {Cluster} from '../cluster.ts'
import {containerSpec} from './container.ts'
import {serviceLabels} from './labels.ts'
import {logDriver} from './logging.ts'
import {placement} from './placement.ts'
import {endpointSpec} from './ports.ts'
import {restartPolicy} from './restart-policy.ts'
import {updateConfig} from './update-config.ts'

export interface ServiceSpecInput {
  readonly service: Service
  readonly site: Site
  readonly cluster: Cluster
  /** The image reference tasks run, by digest wherever one is known. */
  readonly image: string
  /** Replicas the service has now: kept when the inventory does not say how many. */
  readonly currentReplicas?: number
}

/** The swarm service that is wanted for a service of the inventory. Pure; networks are given by name. */
export function serviceSpec(input: ServiceSpecInput): Docker.ServiceSpec {
  const {service, site, cluster} = input
  return {
    Name: service.name,
    Labels: serviceLabels(service, site),
    TaskTemplate: taskSpec(input),
    Mode: serviceMode(input),
    UpdateConfig: updateConfig(service, cluster),
    EndpointSpec: endpointSpec(service, cluster),
  }
}

function taskSpec({service, site, cluster, image}: ServiceSpecInput): Docker.ContainerTaskSpec {
  return {
    ContainerSpec: containerSpec(service, site, cluster, image),
    Resources: {
      Limits: {NanoCPUs: Math.round((service.cpuLimit ?? 0) * 1e9), MemoryBytes: service.memoryLimit ?? 0},
    },
    RestartPolicy: restartPolicy(service),
    Placement: placement(service, cluster),
    Networks: (service.networks ?? site.networks.map(network => network.name)).map(name => ({Target: name})),
    LogDriver: logDriver(service, site, cluster),
  }
}

function serviceMode({service, currentReplicas}: ServiceSpecInput): Docker.ServiceMode {
  if (service.mode === 'global') return {Global: {}}
  return {Replicated: {Replicas: service.replicas ?? currentReplicas ?? 1}}
}
