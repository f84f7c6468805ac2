import {join} from 'node:path'
import {
  ensureRegistryPassword,
  type RoleChange,
  readContextFile,
  readRegistryPassword,
  type Secret,
  type Session,
  writeContextFile,
} from '@hive-ci/cli'
import {compare, hash} from 'bcryptjs'

/**
 * The registry's password file. Hashing again would give other bytes each time, so it is kept in the context and made
 * anew only when it no longer fits user and password.
 */
export const htpasswdFile = 'registry_htpasswd'

/** bcrypt's cost as a power of two: 50 ms for the registry at each request. */
const rounds = 10

/** Makes the registry's password once, and the hash the registry compares with. */
export async function prepareLogin({site}: Session): Promise<readonly RoleChange[]> {
  const {user} = site.registry
  const path = join(site.contextDirectory, htpasswdFile)
  const [password, htpasswd] = await Promise.all([readRegistryPassword(site), readContextFile(path)])
  if (password !== undefined && htpasswd !== undefined && (await isFor(htpasswd, user, password))) return []
  const apply = async () => {
    const hashed = await hash((await ensureRegistryPassword(site)).reveal(), rounds)
    await writeContextFile(path, `${user}:${hashed}\n`)
  }
  const action = htpasswd === undefined ? 'create' : 'update'
  return [{id: 'login:registry', action, details: [`user: ${user}`], apply}]
}

async function isFor(htpasswd: string, user: string, password: Secret): Promise<boolean> {
  const [name, hashed = ''] = htpasswd.trim().split(':')
  return name === user && (await compare(password.reveal(), hashed))
}
