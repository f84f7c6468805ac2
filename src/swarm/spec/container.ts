import type Docker from 'dockerode'
import type {Service, Site} from '../../site/site.ts'
import type {Cluster} from '../cluster.ts'
import {addedCapabilities} from './capabilities.ts'
import {durationToNanoseconds} from './duration.ts'
import {environmentLines} from './environment.ts'
import {healthConfig} from './healthcheck.ts'
import {hostEntries} from './hosts.ts'
import {mountSettings} from './mounts.ts'
import {standaloneCommand} from './standalone.ts'

/** The containers of a service. hive-builder's `entrypoint` is Docker's `Command`, its `command` is Docker's `Args`. */
export function containerSpec(service: Service, site: Site, cluster: Cluster, image: string): Docker.ContainerSpec {
  return {
    Image: image,
    Hostname: service.name,
    Command: service.entrypoint && [...service.entrypoint],
    Args: containerArguments(service),
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
    CapabilityAdd: addedCapabilities(service),
    CapabilityDrop: [...service.capDrop],
  }
}

function containerArguments({standalone, command = []}: Service): string[] | undefined {
  if (command.length > 0) return [...command]
  return standalone ? [...standaloneCommand] : undefined
}
