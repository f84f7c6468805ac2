import type Docker from 'dockerode'
import type {Service, Site} from '../../site/site.ts'
import type {Cluster} from '../cluster.ts'
import {durationToNanoseconds} from './duration.ts'
import {environmentLines} from './environment.ts'
import {healthConfig} from './healthcheck.ts'
import {hostEntries} from './hosts.ts'
import {mountSettings} from './mounts.ts'

/** The containers of a service. hive-builder's `entrypoint` is Docker's `Command`, its `command` is Docker's `Args`. */
export function containerSpec(service: Service, site: Site, cluster: Cluster, image: string): Docker.ContainerSpec {
  return {
    Image: image,
    Hostname: service.name,
    Command: service.entrypoint && [...service.entrypoint],
    Args: service.command && [...service.command],
    Env: environmentLines(service, cluster),
    Dir: service.workingDirectory,
    User: service.user,
    Mounts: mountSettings(service),
    StopGracePeriod: durationToNanoseconds(
      service.stopGracePeriod ?? '10s',
      `Service ${service.name}, stop_grace_period`,
    ),
    HealthCheck: healthConfig(service),
    Hosts: hostEntries(service, site),
    DNSConfig: service.dns.length > 0 ? {Nameservers: [...service.dns]} : undefined,
    Sysctls: {...service.sysctls},
    CapabilityAdd: [...service.capAdd],
    CapabilityDrop: [...service.capDrop],
  }
}
