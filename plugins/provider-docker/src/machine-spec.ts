import {type Host, nearlyPrivileged, type Site} from '@hive-ci/cli'
import type {ContainerCreateOptions, HostConfig, MountSettings} from 'dockerode'
import type {Reach} from './engine.ts'
import {machineLabels} from './labels.ts'
import {networkName} from './network.ts'
import {sizeOf} from './size.ts'
import {volumeName} from './volume.ts'

/** What the engine lets a node have; see {@link nodePrivileges}. */
export type Privileges = 'full' | 'limited'

export interface MachineSpec {
  readonly site: Site
  readonly host: Host
  readonly image: string
  readonly privileges: Privileges
  readonly reach: Reach
  /** `ssh-ed25519 <base64>` */
  readonly hostKey: string
  /** The engine's machine has kernel modules a node may load. */
  readonly hasModules: boolean
}

/** The container a machine is made of. */
export function containerOptions(spec: MachineSpec): ContainerCreateOptions & {name: string} {
  const {site, host} = spec
  const {memory, nanoCpus} = sizeOf(host)
  const sshPort = `${host.sshPort}/tcp`
  return {
    name: host.name,
    Hostname: host.shortName,
    Image: spec.image,
    Labels: machineLabels(site, host, spec.hostKey),
    StopSignal: 'SIGRTMIN+3',
    ExposedPorts: {[sshPort]: {}},
    HostConfig: {
      ...nodePrivileges(spec.privileges),
      NetworkMode: networkName(site),
      // A node that reboots itself ends with a status, and must come back; one that was stopped on purpose stays so.
      RestartPolicy: {Name: 'on-failure'},
      Tmpfs: {'/run': 'mode=755', '/run/lock': '', '/tmp': 'exec'},
      Mounts: [
        {Type: 'volume', Source: volumeName(host), Target: '/var/lib/docker'},
        ...(spec.hasModules ? [modulesMount] : []),
      ],
      PortBindings: spec.reach.kind === 'published' ? {[sshPort]: [{HostPort: ''}]} : {},
      ...(memory > 0 && {Memory: memory, MemorySwap: memory}),
      ...(nanoCpus > 0 && {NanoCpus: nanoCpus}),
    },
    NetworkingConfig: {EndpointsConfig: {[networkName(site)]: {IPAMConfig: {IPv4Address: host.address}}}},
  }
}

/** The kernel's modules, for `modprobe` inside. */
export const modulesMount = {
  Type: 'bind',
  Source: '/lib/modules',
  Target: '/lib/modules',
  ReadOnly: true,
} as const satisfies MountSettings

/**
 * `--privileged`, or as much of it as an engine without CAP_SYS_RESOURCE can give; the node's first process then opens
 * `/sys` and the cgroups itself.
 */
export function nodePrivileges(privileges: Privileges): HostConfig & {CgroupnsMode: 'private'} {
  return privileges === 'full' ? {Privileged: true, CgroupnsMode: 'private'} : nearlyPrivileged
}
