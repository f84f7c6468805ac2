import type {HostConfig} from 'dockerode'
import {nearlyPrivileged} from '../docker/nearly-privileged.ts'
import type {Image} from '../site/site.ts'
import type {BaseConfig} from './commit-config.ts'

/** How a build container runs while roles are applied in it. */
export interface Keeping {
  readonly Entrypoint?: string[]
  readonly Cmd?: string[]
  readonly HostConfig: HostConfig
}

/** Ends as soon as it is asked to, whatever the image's stop signal is, and never by itself. */
const sleeper = "trap 'exit 0' HUP INT QUIT TERM USR1 USR2; while :; do sleep 3600 & wait $!; done"

/** Makes the kernel's trees writable where the engine may not give all privileges, as it does with `--privileged`. */
const remounter = `while read -r _ point type _; do
  case $point:$type in /sys:*|/sys/*:cgroup*) mount -o remount,bind,rw "$point" 2>/dev/null;; esac
done </proc/self/mounts; exec "$@"`

/**
 * Ways to run a build container, to be tried in order: some engines lack a capability that `--privileged` asks for, and
 * refuse to start such a container at all.
 */
export function keepings(image: Image, base: BaseConfig): readonly Keeping[] {
  if (!image.standalone) {
    const asleep = {Entrypoint: ['/bin/sh', '-c', sleeper], Cmd: []}
    const kinds = image.privileged ? [{Privileged: true}, nearlyPrivileged] : [{}]
    return kinds.map(HostConfig => ({...asleep, HostConfig}))
  }
  const init = [...words(base.Entrypoint), ...words(base.Cmd)]
  return image.privileged
    ? [
        {HostConfig: {Privileged: true}},
        {Entrypoint: ['/bin/sh', '-c', remounter, '--'], Cmd: init, HostConfig: nearlyPrivileged},
      ]
    : [{HostConfig: {}}]
}

function words(command: readonly string[] | string | null | undefined): readonly string[] {
  return typeof command === 'string' ? [command] : (command ?? [])
}
