import type Docker from 'dockerode'
import type {Service} from '../../site/site.ts'
import {durationToNanoseconds} from './duration.ts'

/** When a task that ended is started again; what the inventory leaves out is Docker's default, written out. */
export function restartPolicy({name, restart}: Service): Docker.TaskRestartPolicy {
  const where = `Service ${name}, restart_config`
  return {
    Condition: restart?.condition ?? 'any',
    Delay: durationToNanoseconds(restart?.delay ?? '5s', `${where}.delay`),
    MaxAttempts: restart?.maxAttempts ?? 0,
    Window: durationToNanoseconds(restart?.window ?? '0s', `${where}.window`),
  }
}

/** A service that may end well: its tasks are not started again after exit 0. */
export function isOneShot(spec: Docker.ServiceSpec | undefined): boolean {
  const condition = spec?.TaskTemplate?.RestartPolicy?.Condition
  return condition === 'none' || condition === 'on-failure'
}
