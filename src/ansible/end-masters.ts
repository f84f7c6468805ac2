import {readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {execa} from 'execa'
import {withoutOwnSecrets} from '../shell/own-secrets.ts'

/**
 * Ends the ssh processes ansible-playbook left waiting for its next task, which would hold connections and forwarded
 * ports for a minute. `directory` holds their sockets; nothing happens when it is not there.
 */
export async function endMasters(directory: string): Promise<void> {
  const sockets = await readdir(directory).catch(() => [])
  await Promise.all(
    sockets.map(socket =>
      // One that ended by itself in the meantime is as good.
      execa('ssh', ['-F', 'none', '-O', 'exit', '-o', `ControlPath=${join(directory, socket)}`, 'host'], {
        env: withoutOwnSecrets(process.env),
        reject: false,
        stdin: 'ignore',
        timeout: 10_000,
      }),
    ),
  )
}
