import {mkdtemp} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import type {Connection} from '../../src/transport/connection.ts'
import {localConnection} from '../../src/transport/local.ts'

/** A machine that is this one but for its `/run`, which is a directory of the test. */
export interface MachineWithRun {
  readonly run: string
  readonly connection: Connection
  /** Runs shell text there. */
  readonly sh: (text: string, environment?: Readonly<Record<string, string>>) => Promise<string>
}

export async function machineWithRun(): Promise<MachineWithRun> {
  const run = await mkdtemp(join(tmpdir(), 'hive-run-'))
  const moved = (text: string) => text.replaceAll('/run/', `${run}/`)
  const sh = async (text: string, environment: Readonly<Record<string, string>> = {}) => {
    const env = {PATH: process.env.PATH, ...environment}
    return (await execa('sh', ['-s'], {input: moved(text), env, extendEnv: false})).stdout
  }
  return {
    run,
    sh,
    connection: {
      ...localConnection(),
      exec: async (command, {stdin = ''} = {}) => ({
        code: 0,
        stdout: await sh(command.startsWith('exec sh') ? String(stdin) : command),
        stderr: '',
      }),
    },
  }
}
