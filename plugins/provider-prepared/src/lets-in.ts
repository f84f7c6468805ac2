import {HiveError, type Host, type Site} from '@hive-ci/cli'
import {type LoginRequest, runScript} from './login.ts'
import {stageKey} from './stage-key.ts'

/** Whether the login user comes in with the stage's key and may become root. */
export async function letsIn(site: Site, host: Host, place: LoginRequest): Promise<boolean> {
  const privateKey = await stageKey(site)
  if (privateKey === undefined) return false
  const script = '[ "$(id -u)" = 0 ] || sudo -n true\n'
  try {
    const {code} = await runScript(host, place, {username: host.admin, privateKey, script})
    return code === 0
  } catch (error) {
    if (error instanceof HiveError && error.code === 'HOST_UNREACHABLE') return false
    throw error
  }
}
