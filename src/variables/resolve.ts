import {accessSync, constants} from 'node:fs'
import {delimiter, join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {HiveError, reasonOf} from '../error.ts'
import {secret} from '../shell/secret.ts'
import {castVariable} from './cast.ts'
import {findVariable} from './find.ts'
import {type Persistents, persistentsFile, readPersistents} from './persistents.ts'
import type {Settings} from './settings.ts'
import {type Variable, variables} from './table.ts'

export interface SettingsRequest {
  /** The project, absolute or relative to the current directory. */
  readonly rootDirectory: string
  /** Variables given on the command line; undefined ones count as not given. */
  readonly commandLine: Readonly<Record<string, unknown>>
  readonly environment: Readonly<Record<string, string | undefined>>
}

/**
 * Decides the value of every hive variable, lowest to highest: default, process environment (only variables that are
 * exported to it), persistent value for the project, persistent value for the stage, command line. The stage is
 * decided first, so `-s` switches everything. Secrets are of type `Secret`.
 * @throws HiveError VARIABLE_INVALID for a value of the wrong type, naming where it comes from.
 */
export async function resolveSettings({rootDirectory, commandLine, environment}: SettingsRequest): Promise<Settings> {
  const root_dir = resolve(rootDirectory)
  const persistents = await readPersistents(root_dir)
  const given = commandLineValues(commandLine)
  const stage = String(
    given.get('stage') ?? persisted(root_dir, persistents, findVariable('stage'), ['global']) ?? 'private',
  )
  const values = new Map<string, unknown>([
    ['root_dir', root_dir],
    ['stage', stage],
  ])
  for (const variable of variables) {
    const value =
      values.get(variable.name) ??
      given.get(variable.name) ??
      persisted(root_dir, persistents, variable, [stage, 'global']) ??
      fromEnvironment(variable, environment)
    // An empty text takes back what was set.
    if (value !== undefined && value !== '') values.set(variable.name, value)
  }
  if (!values.has('local_python_path')) values.set('local_python_path', findPython(environment.PATH ?? ''))
  return toSettings(values)
}

function commandLineValues(commandLine: Readonly<Record<string, unknown>>): Map<string, unknown> {
  const given = Object.entries(commandLine).filter(([, value]) => value !== undefined && value !== false)
  return new Map(given.map(([name, value]) => [name, castVariable(findVariable(name), value)]))
}

function persisted(root: string, persistents: Persistents, variable: Variable, scopes: readonly string[]): unknown {
  if (variable.scope === 'none') return undefined
  const entries = persistents[variable.name] ?? {}
  const scope = scopes.find(name => entries[name] !== undefined && entries[name] !== null)
  if (scope === undefined) return undefined
  try {
    return castVariable(variable, entries[scope])
  } catch (error) {
    const file = persistentsFile(root)
    throw new HiveError('VARIABLE_INVALID', `${file} ${variable.name}/${scope}: ${reasonOf(error)}`, {
      cause: error,
      suggestions: [`Run hive set ${variable.name} VALUE with a value that is accepted.`],
    })
  }
}

function fromEnvironment(variable: Variable, environment: SettingsRequest['environment']): unknown {
  const value = variable.environment === undefined ? undefined : environment[variable.environment]
  return value === undefined || value === '' ? undefined : castVariable(variable, value)
}

/** The first `python` on PATH, as hive-builder does, else the first `python3`. */
function findPython(path: string): string | undefined {
  const directories = path.split(delimiter).filter(directory => directory !== '')
  const candidates = ['python', 'python3'].flatMap(name => directories.map(directory => join(directory, name)))
  return candidates.find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    // Not there or not ours to run: the next candidate is asked.
    return false
  }
}

function toSettings(values: ReadonlyMap<string, unknown>): Settings {
  const value = (name: string): unknown => values.get(name) ?? defaultOf(name)
  const text = (name: string): string => String(value(name))
  const defaultOf = (name: string): unknown => {
    const standard = name === 'install_dir' ? installDirectory() : findVariable(name).default
    return typeof standard === 'string'
      ? standard.replaceAll(/\{(\w+)\}/g, (_, inner: string) => text(inner))
      : standard
  }
  const all = variables.map(variable => [variable.name, protect(variable, value(variable.name))] as const)
  return {
    ...Object.fromEntries(all.filter(([, present]) => present !== undefined)),
    root_dir: text('root_dir'),
    stage: stageOf(text('stage')),
    inventory_path: text('inventory_path'),
    context_dir: text('context_dir'),
    temp_dir: text('temp_dir'),
    first_hive: Number(value('first_hive')),
    forks: Number(value('forks')),
    start_phase: text('start_phase'),
    http_proxy_port: text('http_proxy_port'),
    apt_check_valid_until: value('apt_check_valid_until') === true,
    tls_logging: value('tls_logging') === true,
    no_format: value('no_format') === true,
  }
}

function protect(variable: Variable, value: unknown): unknown {
  return variable.secret && typeof value === 'string' ? secret(value) : value
}

/** The directory of the package this program is part of. */
function installDirectory(): string {
  return fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
}

function stageOf(stage: string): Settings['stage'] {
  return stage === 'staging' || stage === 'production' ? stage : 'private'
}
