import type {HostConfig} from 'dockerode'

/**
 * As much of `--privileged` as an engine without CAP_SYS_RESOURCE can give; the container's first process then opens `/sys`
 * and the cgroups itself. A `HostConfig` with a member of API 1.41 that the types do not know.
 */
export const nearlyPrivileged: HostConfig & {readonly CgroupnsMode: 'private'} = {
  CapAdd: ['ALL'],
  CapDrop: ['SYS_RESOURCE'],
  SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined'],
  MaskedPaths: [],
  ReadonlyPaths: [],
  DeviceCgroupRules: ['a *:* rwm'],
  CgroupnsMode: 'private',
}
