import {relative} from 'node:path'
import {execa} from 'execa'
import {sshConfigPath} from '../../context/ssh-config.ts'
import type {Session} from '../../session.ts'
import {withoutOwnSecrets} from '../../shell/own-secrets.ts'

/** Seconds. */
const limit = 600
const linesShown = 20

/** Runs a program of the project on the mother. Undefined when it exits with 0, else how it ended and its last lines. */
export async function executableProblem({site, signal}: Session, path: string): Promise<string | undefined> {
  const result = await execa(path, {
    cwd: site.rootDirectory,
    all: true,
    reject: false,
    stdin: 'ignore',
    timeout: limit * 1000,
    cancelSignal: signal,
    env: {
      HIVE_SITE: site.name,
      HIVE_STAGE: site.stage,
      HIVE_CONTEXT_DIR: site.contextDirectory,
      HIVE_SSH_CONFIG: sshConfigPath(site),
      ...withoutOwnSecrets(process.env),
    },
  })
  signal.throwIfAborted()
  if (!result.failed) return undefined
  const lines = (result.all ?? '').trimEnd().split('\n').slice(-linesShown)
  const name = relative(site.rootDirectory, path)
  return [`${name} ${ending(result)}.`, ...lines].join('\n').trimEnd()
}

interface Ending {
  readonly timedOut: boolean
  readonly exitCode?: number
  readonly shortMessage?: string
}

function ending({timedOut, exitCode, shortMessage = 'was ended by a signal'}: Ending): string {
  if (timedOut) return `did not end within ${limit} seconds`
  return exitCode === undefined ? `could not be run: ${shortMessage}` : `exited with status ${exitCode}`
}
