import {HiveError, type Secret} from '@hive-ci/cli'
import {z} from 'zod'
import {isAtLeast, type ZabbixApi, ZabbixRefusal} from './api.ts'

/** The user Zabbix is born with, and the password everybody knows. */
const user = 'Admin'
const bornWith = 'zabbix'

export interface ZabbixSession {
  readonly api: ZabbixApi
  /** Nobody has set it up yet: its password is the one it was born with. */
  readonly isNew: boolean
  logout(): Promise<void>
}

/**
 * Logs in as Admin with the password of the context, or with the one a new Zabbix has. Throws `HiveError` CONTEXT_INVALID
 * when Zabbix knows neither.
 */
export async function login(api: ZabbixApi, password: Secret | undefined): Promise<ZabbixSession> {
  const token = password && (await tryLogin(api, password.reveal()))
  if (token !== undefined) return session(api, token, false)
  const first = await tryLogin(api, bornWith)
  if (first !== undefined) return session(api, first, true)
  throw new HiveError(
    'CONTEXT_INVALID',
    `Zabbix on ${api.host} refuses ${user}'s password in zabbix_admin_password of the context directory, and it is not new.`,
    {
      suggestions: [
        'Write the password Zabbix has into that file, or set that of the file in Zabbix (Administration, Users).',
      ],
    },
  )
}

/** Gives Admin a password; `api` is Admin's own. Its other sessions end. */
export async function changePassword(api: ZabbixApi, password: Secret): Promise<void> {
  const found = await api.call('user.get', {output: ['userid'], filter: {[nameField(api)]: [user]}})
  const [{userid}] = z.tuple([z.object({userid: z.string()})]).parse(found)
  const current = isAtLeast(api.version, 6, 4) ? {current_passwd: bornWith} : {}
  await api.call('user.update', {userid, passwd: password.reveal(), ...current})
}

/** The name of the user's name, as answers and filters have it. */
function nameField({version}: ZabbixApi): string {
  return isAtLeast(version, 5, 4) ? 'username' : 'alias'
}

async function tryLogin(api: ZabbixApi, password: string): Promise<string | undefined> {
  const name = isAtLeast(api.version, 5, 4) ? {username: user} : {user}
  try {
    return z.string().parse(await api.call('user.login', {...name, password}))
  } catch (error) {
    if (error instanceof ZabbixRefusal) return undefined
    throw error
  }
}

function session(api: ZabbixApi, token: string, isNew: boolean): ZabbixSession {
  const own = api.as(token)
  return {
    api: own,
    isNew,
    async logout() {
      // A session that ended by itself, with its password, is gone as well.
      await own.call('user.logout', []).catch(() => {})
    },
  }
}
