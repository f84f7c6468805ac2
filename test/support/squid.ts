import {chown, mkdtemp, readFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'

/** Squid's configuration for tests: no cache on disk, ends at once, a log line as soon as a request is over. */
export function squidConfig(directory: string, format: string, lines: readonly string[]): string {
  return [
    `pid_filename ${directory}/squid.pid`,
    `logformat hive ${format}`,
    `access_log stdio:${directory}/access.log hive`,
    `cache_log ${directory}/cache.log`,
    `coredump_dir ${directory}`,
    'cache deny all',
    'cache_mem 8 MB',
    'shutdown_lifetime 0 seconds',
    'buffered_logs off',
    'pinger_enable off',
    'max_filedescriptors 1024',
    'workers 1',
    'visible_hostname squid.test',
    ...lines,
    '',
  ].join('\n')
}

/** A directory of a squid that is about to be started, which its unprivileged user may write to. */
export async function squidDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'hive-squid-'))
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async kind => Number((await execa('id', [kind, 'proxy'])).stdout)),
  )
  await chown(directory, uid ?? 0, gid ?? 0)
  return directory
}

export async function readLog(directory: string): Promise<readonly string[]> {
  const text = await readFile(join(directory, 'access.log'), 'utf8').catch(() => '')
  return text.split('\n').filter(line => line !== '')
}
