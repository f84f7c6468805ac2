import {access, stat} from 'node:fs/promises'
import {registerHooks} from 'node:module'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {HiveError, reasonOf} from '../error.ts'
import type {HostRole, ImageRole} from '../role.ts'

/** The kinds of native roles a project may have. */
interface ProjectRoles {
  readonly image: ImageRole
  readonly host: HostRole
}

const makers = {image: 'defineImageRole({name, resources})', host: 'defineHostRole({name, group, resources})'} as const

const fileNames = ['role.ts', 'role.mts', 'role.js', 'role.mjs']

/** The name by which roles import this program. */
const packageName = '@hive-ci/cli'

/** The file that makes a role's directory a native role; undefined when there is none. */
export async function projectRoleFile(directory: string): Promise<string | undefined> {
  for (const name of fileNames) {
    const file = join(directory, name)
    if (
      await access(file).then(
        () => true,
        () => false,
      )
    )
      return file
  }
  return undefined
}

/**
 * Loads a project's native role: what `defineImageRole` or `defineHostRole` made, exported as default or by any name.
 * Whatever directory the project is in, `@hive-ci/cli` is this installation.
 * @throws HiveError EXTENSION_INVALID when the file cannot be loaded or exports no role of this kind.
 */
export async function loadProjectRole<Kind extends keyof ProjectRoles>(
  file: string,
  name: string,
  kind: Kind,
): Promise<ProjectRoles[Kind]> {
  const exported = await load(file)
  const role = [exported.default, ...Object.values(exported)].find(value => isRole(value, kind))
  if (role) return {...role, name}
  throw new HiveError(
    'EXTENSION_INVALID',
    `${file} exports no ${kind} role. Expected was a default export made by ${makers[kind]}.`,
  )
}

async function load(file: string): Promise<Record<string, unknown>> {
  const self = import.meta.resolve(packageName)
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (specifier === packageName) return {url: self, shortCircuit: true}
      const found = next(specifier, context)
      // A package.json without a type leaves it open what a file is, and node then warns about its guess.
      return found.format || !new URL(found.url).pathname.endsWith('.ts')
        ? found
        : {...found, format: 'module-typescript'}
    },
  })
  try {
    // The time of its last change: a file that was edited is another module to node, which keeps what it loaded once.
    const {mtimeMs} = await stat(file)
    return await import(`${pathToFileURL(file).href}?${mtimeMs}`)
  } catch (error) {
    throw new HiveError('EXTENSION_INVALID', `${file} could not be loaded: ${reasonOf(error)}`, {cause: error})
  } finally {
    hooks.deregister()
  }
}

function isRole<Kind extends keyof ProjectRoles>(value: unknown, kind: Kind): value is ProjectRoles[Kind] {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === kind &&
    'resources' in value &&
    typeof value.resources === 'function'
  )
}
