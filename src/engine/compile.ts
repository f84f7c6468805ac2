import type {Resource} from '../resource/resource.ts'
import {guardFunctions} from '../shell/guard-functions.ts'
import {prelude} from '../shell/prelude.ts'
import {lines, raw, type Shell, sh} from '../shell/sh.ts'
import {markersOf} from './marker.ts'
import type {Program, Section} from './program.ts'

export interface CompileOptions {
  /** Look and tell, change nothing. */
  readonly checkMode: boolean
  /** Directory on the host for what must outlive a run that died; `/var/lib/hive`. */
  readonly stateDirectory?: string
  /** Directory on the host that is empty after a boot; `/run`. */
  readonly runtimeDirectory?: string
  /** Seconds the mother has to come back over a new connection after a guarded change; 60. */
  readonly guardSeconds?: number
}

const defaultTimeout = 600

/**
 * Turns roles' resources into one program: the prelude, then one step for each resource, in order. Pure; equal input
 * gives equal bytes. The program is one function, so the shell has read it to the end before it runs its first command.
 * Throws `HiveError` EXTENSION_INVALID when an id is used twice in a role or an observed resource does not come before.
 */
export function compile(sections: readonly Section[], options: CompileOptions): Program {
  const markers = markersOf(sections)
  const {checkMode, stateDirectory = '/var/lib/hive', runtimeDirectory = '/run', guardSeconds = 60} = options
  const guards = sections.some(({resources}) => resources.some(({guard}) => guard !== undefined))
  const body = sections.flatMap(section => [
    raw(`\n# ---- ${oneLine(section.role)}`),
    ...section.resources.map(resource => step(section.role, resource, markers.get(resource) ?? {observers: []})),
    sh`hive_section_end ${JSON.stringify(section.role)}`,
  ])
  const shell = lines(
    raw(`# ${checkMode ? 'Looks at' : 'Brings about'} ${sections.map(({role}) => oneLine(role)).join(', ')}.`),
    raw('# shellcheck shell=sh disable=SC2016,SC2234,SC2317'),
    raw('hive_main() {'),
    sh`hive_checking=${checkMode ? 'yes' : ''} hive_state=${stateDirectory} hive_runtime=${runtimeDirectory}`,
    raw(prelude),
    guards && raw(guardFunctions),
    guards && sh`hive_guard_seconds=${guardSeconds}`,
    guards && !checkMode && raw('hive_take_over'),
    raw(`printf '{"type":"started","pid":%s}\\n' "$$"`),
    ...body,
    raw(`\nprintf '{"type":"ended"}\\n'\n}\nhive_main </dev/null\n`),
  )
  return {shell, steps: stepsOf(sections), checkMode, guard: {stateDirectory, runtimeDirectory, seconds: guardSeconds}}
}

interface StepMarkers {
  /** Markers of the reactions that wait for this resource. */
  readonly observers: readonly string[]
  /** Marker of its own reaction. */
  readonly own?: string
}

function step(role: string, resource: Resource, {observers, own}: StepMarkers): Shell {
  const head = `"role":${JSON.stringify(role)},"id":${JSON.stringify(resource.id)}`
  const seconds = resource.timeout ?? defaultTimeout
  return lines(
    raw(`\n# ${oneLine(resource.id)}`),
    resource.define,
    shellFunction('check', resource.check),
    shellFunction('apply', resource.apply),
    shellFunction('show', resource.diff ?? raw(':')),
    ...guardShell(resource),
    sh`hive_step ${head} ${seconds} ${observers.join(' ')} ${resource.needsReboot ? 'reboot' : ''}${resource.guard ? raw(' guard') : raw('')}`,
    resource.onChange && own !== undefined && shellFunction('react', resource.onChange.run),
    own !== undefined && sh`hive_reaction ${head} ${seconds} ${own}`,
  )
}

function guardShell({guard}: Resource): readonly Shell[] {
  if (guard === undefined) return []
  const {name, paths, save = raw(':'), restore} = guard
  return [shellFunction('save', save), shellFunction('guard', sh`hive_guard ${name} ${restore.text} ${paths}`)]
}

function shellFunction(name: string, body: Shell): Shell {
  return sh`${raw(name)}() {\n${body}\n}`
}

/** Ids are shown in comments: a line break in one must not start a command. */
function oneLine(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function stepsOf(sections: readonly Section[]): Program['steps'] {
  return sections.flatMap(({role, resources}) =>
    resources.map(({id, needsReconnect = false, guard}) => ({
      role,
      id,
      needsReconnect,
      ...(guard && {guard: guard.name}),
    })),
  )
}
