import {execFileSync} from 'node:child_process'
import {mkdtempSync, symlinkSync} from 'node:fs'
import {rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Connection} from '../../src/transport/connection.ts'
import {localConnection} from '../../src/transport/local.ts'

/** The shells programs must run under; with busybox come its own sed, awk, stat and so on. */
export const shells = ['dash', 'bash', 'busybox'] as const

export type ShellName = (typeof shells)[number]

/** This machine, with another `sh`; `close` removes what that needs. */
export function connectThrough(shell: ShellName): Connection {
  const directory = mkdtempSync(join(tmpdir(), `hive-${shell}-`))
  if (shell === 'busybox') installBusybox(directory)
  else symlinkSync(execFileSync('sh', ['-c', `command -v ${shell}`], {encoding: 'utf8'}).trim(), join(directory, 'sh'))
  const local = localConnection(shell)
  const prefix = `PATH='${directory}':$PATH; export PATH; `
  return {
    ...local,
    exec: (command, options) => local.exec(prefix + command, options),
    close: () => rm(directory, {recursive: true}),
  }
}

function installBusybox(directory: string): void {
  const path = execFileSync('sh', ['-c', 'command -v busybox'], {encoding: 'utf8'}).trim()
  for (const applet of execFileSync(path, ['--list'], {encoding: 'utf8'}).trim().split('\n')) {
    symlinkSync(path, join(directory, applet))
  }
}
