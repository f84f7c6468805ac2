import {HiveError} from '../error.ts'
import {sh} from '../shell/sh.ts'
import type {Resource} from './resource.ts'

export interface ServiceState {
  /** Started at boot; left out: as it is. */
  readonly enabled?: boolean
  /** Running now; left out: as it is. */
  readonly running?: boolean
  /** What the unit reads at start: it is restarted when one of them changed. */
  readonly restartedBy?: readonly Resource[]
  /** Reload instead of restart, for units that can. */
  readonly reload?: boolean
}

/** A systemd unit. On a host that was not booted with systemd it fails with a sentence. */
export function service(name: string, state: ServiceState): Resource {
  const wanted = [flag(state.enabled), flag(state.running)]
  const run = state.reload
    ? sh`hive_restart ${validUnit(name)} reload-or-restart`
    : sh`hive_restart ${validUnit(name)} restart`
  return {
    id: `service:${name}`,
    check: sh`hive_service_is ${name} ${wanted}`,
    apply: sh`hive_make_service ${name} ${wanted}`,
    diff: sh`hive_show_service ${name} ${wanted}`,
    ...(state.restartedBy && {onChange: {of: state.restartedBy, run}}),
  }
}

function flag(wanted: boolean | undefined): string {
  return wanted === undefined ? '' : wanted ? 'yes' : 'no'
}

function validUnit(name: string): string {
  if (/^[A-Za-z0-9_@][A-Za-z0-9:_.\\@-]*$/.test(name)) return name
  throw new HiveError('EXTENSION_INVALID', `${JSON.stringify(name)} is not the name of a systemd unit.`)
}
