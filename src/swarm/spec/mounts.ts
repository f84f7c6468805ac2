import type Docker from 'dockerode'
import type {Mount, Service} from '../../site/site.ts'
import {standaloneMounts} from './standalone.ts'

/** The mounts of a service's containers; systemd's own come first unless the service mounts that place itself. */
export function mountSettings(service: Service): Docker.MountSettings[] {
  const own = new Set(service.mounts.map(mount => mount.target))
  const system = service.standalone ? standaloneMounts.filter(mount => !own.has(mount.target)) : []
  return [...system, ...service.mounts].map(mountSetting)
}

function mountSetting({source, target, type, readonly}: Mount): Docker.MountSettings {
  return {Type: type, Source: type === 'tmpfs' ? '' : source, Target: target, ReadOnly: readonly}
}
