import type {Connection} from './connection.ts'
import type {SshTarget} from './ssh-target.ts'

/** {@link connectSsh}, for plugins: the ssh library is loaded when it is called, not when hive starts. */
export async function logIn(target: SshTarget): Promise<Connection> {
  const {connectSsh} = await import('./ssh.ts')
  return connectSsh(target)
}
