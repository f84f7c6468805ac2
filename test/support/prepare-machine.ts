import {readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {execa} from 'execa'

/** Before the integration tests: an engine that answers, the tools they use, the image nodes are made of. */
export async function setup(): Promise<void> {
  await execa(join(import.meta.dirname, '../../scripts/prepare-machine'), {stdio: ['ignore', 'inherit', 'inherit']})
  await allowManyNodes()
}

/** The systemd of each node takes several; Linux gives root 128. */
const inotifyInstances = 1024

async function allowManyNodes(): Promise<void> {
  const setting = '/proc/sys/fs/inotify/max_user_instances'
  if (Number(await readFile(setting, 'utf8')) < inotifyInstances) await writeFile(setting, String(inotifyInstances))
}
