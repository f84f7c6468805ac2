import {HiveError, type Host, type HostPool, type Session, sh} from '@hive-ci/cli'

/** Runs `hive-backup.sh` on the repository host; lines go to `onLine` as they come. Returns its exit status. */
export async function runBackupProgram(
  session: Session,
  words: readonly string[],
  onLine: (line: string) => void,
): Promise<number> {
  const said: string[] = []
  const connection = await connectRepository(session)
  const result = await connection.exec(sh`hive-backup.sh ${words}`.text, {
    signal: session.signal,
    onStdout: onLine,
    onStderr(line) {
      said.push(line)
      session.report({type: 'output', target: 'hive-backup.sh', line})
    },
  })
  if (result.code === 127) {
    throw new HiveError('HOST_FAILED', `${connection.name} has no hive-backup.sh.`, {
      suggestions: ['Run "hive setup-hosts -T backup-tools": it puts it there.'],
    })
  }
  if (result.code === 0 || result.code === 1) return result.code
  throw new HiveError(
    'HOST_FAILED',
    `hive-backup.sh on ${connection.name} refused: ${said.at(-1) ?? 'it was ended'}.`,
    {
      suggestions: ['Run "hive deploy-services": hive-backup.sh knows the services as they were deployed last.'],
    },
  )
}

/** The way to the repository host. Throws `HiveError` INVENTORY_INVALID when the stage has none. */
export function connectRepository({site, hosts}: Session): ReturnType<HostPool['connect']> {
  return hosts.connect(repositoryHost(site.hosts))
}

function repositoryHost(hosts: readonly Host[]): Host {
  const host = hosts.find(candidate => candidate.isRepository)
  if (host) return host
  throw new HiveError('INVENTORY_INVALID', 'The stage has no repository host, so there are no backups.')
}
