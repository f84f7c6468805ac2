import type Docker from 'dockerode'
import type {Mount, Service} from '../../site/site.ts'

/**
 * The mounts of a service's containers. Docker takes one mount for a place: the later one is meant, so that a service
 * with systemd may put a volume where the inventory has put a temporary file system before it.
 */
export function mountSettings({mounts}: Service): Docker.MountSettings[] {
  return [...new Map(mounts.map(mount => [mount.target, mountSetting(mount)])).values()]
}

function mountSetting({source, target, type, readonly}: Mount): Docker.MountSettings {
  return {Type: type, Source: type === 'tmpfs' ? '' : source, Target: target, ReadOnly: readonly}
}
