import type Docker from 'dockerode'
import type {PublishedPort, Service} from '../../site/site.ts'
import type {Cluster} from '../cluster.ts'

/** How a service is found by name and which of its ports are published where. */
export function endpointSpec(service: Service, cluster: Cluster): Docker.EndpointSpec {
  return {
    Mode: cluster.hasIpvs ? (service.endpointMode ?? 'vip') : 'dnsrr',
    Ports: service.ports.map(port => ({
      Protocol: port.protocol,
      TargetPort: port.targetPort,
      PublishedPort: port.publishedPort,
      PublishMode: publishMode(port, cluster),
    })),
  }
}

/** Without IPVS there is no routing mesh: a port can only be opened on the hosts where the tasks run. */
export function publishMode(port: PublishedPort, cluster: Cluster): 'ingress' | 'host' {
  return cluster.hasIpvs ? (port.mode ?? 'ingress') : 'host'
}
