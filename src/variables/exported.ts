import type {Settings} from './settings.ts'
import {variables} from './table.ts'

/** The variables Ansible roles and templates see (`hive_stage`, `hive_context_dir` ...); unset ones are absent. */
export function ansibleVariables(settings: Settings): Readonly<Record<string, unknown>> {
  return exportedAs(settings, 'ansible')
}

/** Environment variables for the programs hive starts; values of secrets are of type `Secret`. */
export function exportedEnvironment(settings: Settings): Readonly<Record<string, unknown>> {
  return exportedAs(settings, 'environment')
}

/** The sections of ansible.cfg: section -> key -> value. */
export function ansibleConfig(settings: Settings): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const sections: Record<string, Record<string, unknown>> = {}
  for (const [place, value] of Object.entries(exportedAs(settings, 'config'))) {
    const [section = '', key = ''] = place.split(':')
    sections[section] = {...sections[section], [key]: value}
  }
  return sections
}

function exportedAs(settings: Settings, door: 'ansible' | 'config' | 'environment'): Record<string, unknown> {
  const entries = variables.flatMap(variable => {
    const name = variable[door]
    const value = settings[variable.name]
    return name === undefined || value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(entries)
}
