import {access, readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {HiveError} from '../error.ts'
import type {ExtensionCatalog} from '../extension/catalog.ts'
import {nearest} from '../nearest.ts'
import type {ImageRole} from '../role.ts'
import type {Settings} from '../variables/settings.ts'
import {loadProjectRole, projectRoleFile} from './project-role.ts'

/** A role found by its name: one that hive's engine applies, or one that ansible-playbook applies. */
export type FoundRole =
  | {readonly kind: 'native'; readonly name: string; readonly role: ImageRole; readonly directory?: string}
  | {readonly kind: 'ansible'; readonly name: string; readonly directory: string}

/** Where a project has a role, and who applies it: hive's engine (`file` is its module) or ansible-playbook. */
export type LocatedRole =
  | {readonly kind: 'native'; readonly directory: string; readonly file: string}
  | {readonly kind: 'ansible'; readonly directory: string}

/**
 * Finds roles in the directories of `roles_path`, then among hive's own.
 * @throws HiveError EXTENSION_INVALID for a name nobody knows and for a role file that cannot be used.
 */
export async function findRole(name: string, settings: Settings, extensions: ExtensionCatalog): Promise<FoundRole> {
  const located = await locateRole(name, settings)
  if (located?.kind === 'native') {
    const {kind, directory, file} = located
    return {kind, name, role: await loadProjectRole(file, name, 'image'), directory}
  }
  if (located !== undefined) return {...located, name}
  const role = extensions.imageRoles.get(name)
  if (role) return {kind: 'native', name, role}
  throw await unknownRole(name, settings, extensions)
}

/**
 * Looks for a role in the directories of `roles_path`; undefined when the project has none of this name. A directory with
 * a `role.ts` is native, whatever else it holds.
 */
export async function locateRole(name: string, settings: Settings): Promise<LocatedRole | undefined> {
  for (const root of rolesPath(settings)) {
    const directory = join(root, name)
    const file = await projectRoleFile(directory)
    if (file !== undefined) return {kind: 'native', directory, file}
    if (await isAnsibleRole(directory)) return {kind: 'ansible', directory}
  }
  return undefined
}

/** The directories of roles, in the order they are searched. */
export function rolesPath(settings: Settings): readonly string[] {
  const path = settings.roles_path
  return typeof path === 'string' && path !== '' ? path.split(':') : [join(settings.root_dir, 'roles')]
}

/** The names of all roles that can be applied to images and services. */
export async function knownRoles(settings: Settings, extensions: ExtensionCatalog): Promise<readonly string[]> {
  const folders = await Promise.all(rolesPath(settings).map(foldersOf))
  return [...new Set([...folders.flat(), ...extensions.imageRoles.keys()])].sort()
}

async function isAnsibleRole(directory: string): Promise<boolean> {
  const folders = await foldersOf(directory)
  return ['tasks', 'meta', 'handlers', 'defaults', 'vars'].some(folder => folders.includes(folder))
}

async function foldersOf(directory: string): Promise<string[]> {
  try {
    await access(directory)
  } catch {
    // A directory of the path that is not there holds no roles.
    return []
  }
  const entries = await readdir(directory, {withFileTypes: true})
  return entries.filter(entry => entry.isDirectory() || entry.isSymbolicLink()).map(entry => entry.name)
}

async function unknownRole(name: string, settings: Settings, extensions: ExtensionCatalog): Promise<HiveError> {
  const known = await knownRoles(settings, extensions)
  const near = nearest(name, known)
  return new HiveError(
    'EXTENSION_INVALID',
    `Role ${name} was not found: neither ${rolesPath(settings)[0]}/${name}/role.ts nor its tasks directory is there.` +
      (near === undefined ? '' : ` Did you mean ${near}?`),
    {suggestions: [`Roles known here: ${known.join(', ') || 'none'}.`]},
  )
}
