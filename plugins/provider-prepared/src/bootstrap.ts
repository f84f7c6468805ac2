import {HiveError, type Host, type Shell, sh, textVariable} from '@hive-ci/cli'
import {type LoginRequest, runScript} from './login.ts'

export interface BootstrapRequest extends LoginRequest {
  readonly publicKey: string
}

/**
 * With `root_password` of the stage: logs in as root once and makes the login user, with the stage's key and sudo without
 * a password. Without it nothing is done. Throws `HiveError` HOST_FAILED, HOST_UNREACHABLE.
 */
export async function bootstrap(host: Host, {publicKey, ...place}: BootstrapRequest): Promise<void> {
  const password = textVariable(host, 'hive_root_password')
  if (password === undefined) return
  const script = `hive_bootstrap() {\n${scriptOf(host, publicKey).text}\n}\nhive_bootstrap </dev/null\n`
  const {code, output} = await runScript(host, place, {username: 'root', password, script})
  if (code === 0) return
  const last = output.split('\n').at(-1) || `exit ${code ?? 'by a signal'}`
  throw new HiveError('HOST_FAILED', `The login user ${host.admin} could not be made on ${host.name}: ${last}`, {
    suggestions: ['What was done holds; run the same command again to continue.'],
  })
}

function scriptOf(host: Host, publicKey: string): Shell {
  const {admin} = host
  const group = textVariable(host, 'hive_admin_group') ?? admin
  const uid = textVariable(host, 'hive_admin_uid')
  const gid = textVariable(host, 'hive_admin_gid')
  const user = admin === 'root' ? sh`:` : makeUser({admin, group, uid, gid})
  return sh`set -e
umask 077
${user}
home=$(getent passwd ${admin} | cut -d : -f 6)
mkdir -p "$home/.ssh"
grep -qsxF ${publicKey} "$home/.ssh/authorized_keys" || printf '%s\\n' ${publicKey} >>"$home/.ssh/authorized_keys"
chown -R ${admin} "$home/.ssh"
chmod 700 "$home/.ssh"
chmod 600 "$home/.ssh/authorized_keys"
if command -v restorecon >/dev/null; then restorecon -R "$home/.ssh"; fi`
}

interface Account {
  readonly admin: string
  readonly group: string
  readonly uid: string | undefined
  readonly gid: string | undefined
}

/** sudo passes over files with a dot in their name. */
function makeUser({admin, group, uid, gid}: Account): Shell {
  const sudoers = `/etc/sudoers.d/${group.replaceAll('.', '_')}`
  return sh`command -v sudo >/dev/null || { echo 'sudo is not installed; install it and run the same command again.'; exit 1; }
getent group ${group} >/dev/null || groupadd ${gid === undefined ? [] : ['-g', gid]} ${group}
id ${admin} >/dev/null 2>&1 || useradd -m -s /bin/bash -g ${group} ${uid === undefined ? [] : ['-u', uid]} ${admin}
id -nG ${admin} | tr ' ' '\\n' | grep -qxF ${group} || usermod -aG ${group} ${admin}
printf '%s\\n' ${`%${group} ALL=(ALL) NOPASSWD: ALL`} >${sudoers}
chmod 440 ${sudoers}`
}
