import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {z} from 'zod'
import {HiveError} from '../error.ts'
import {secret} from '../shell/secret.ts'
import type {Host, Site} from '../site/site.ts'
import type {RegistryLogin} from './registry-auth.ts'

/** The site's own registry password, made by setup-hosts; letters and digits and a newline. */
const passwordFile = 'registry_password'

const externalRepositories = z.array(
  z.object({
    /** Left out: Docker Hub. */
    repository: z.string().default('docker.io'),
    login_user: z.string(),
    password: z.coerce.string(),
  }),
)

/**
 * Logins for every registry the site's images come from: its own, and those of `hive_ext_repositories`. The site's own is
 * absent until its password was made.
 * @throws HiveError INVENTORY_INVALID when `hive_ext_repositories` has another shape.
 */
export async function siteLogins(site: Site): Promise<readonly RegistryLogin[]> {
  const password = await readPassword(site)
  const {host, port, user} = site.registry
  const own = password === undefined ? [] : [{registry: `${host}:${port}`, user, password: secret(password)}]
  const repository = site.hosts.find(candidate => candidate.isRepository)
  return [...own, ...(repository ? externalLogins(repository) : [])]
}

async function readPassword({contextDirectory}: Site): Promise<string | undefined> {
  try {
    return (await readFile(join(contextDirectory, passwordFile), 'utf8')).trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Logins the inventory gives a host for registries elsewhere.
 * @throws HiveError INVENTORY_INVALID when `hive_ext_repositories` has another shape.
 */
export function externalLogins(host: Host): readonly RegistryLogin[] {
  const parsed = externalRepositories.safeParse(host.variables.get('hive_ext_repositories') ?? [])
  if (!parsed.success) {
    throw new HiveError(
      'INVENTORY_INVALID',
      `Variable hive_ext_repositories of ${host.name}: expected a list of {repository, login_user, password}.`,
    )
  }
  return parsed.data.map(({repository, login_user, password}) => ({
    registry: repository,
    user: login_user,
    password: secret(password),
  }))
}
