import {HiveError, type Host, reasonOf} from '@hive-ci/cli'
import {Client, type ConnectConfig} from 'ssh2'
import type {Place} from './contact.ts'
import type {Way} from './ways.ts'

export interface LoginRequest extends Place {
  readonly way: Way
  readonly signal: AbortSignal
}

export interface ScriptResult {
  readonly code: number | null
  readonly output: string
}

/** Logs in, runs a script of sh and logs out again. The host has to show the very key it was met with. */
export async function runScript(
  host: Host,
  {port, key, way, signal}: LoginRequest,
  {script, ...credentials}: Pick<ConnectConfig, 'username' | 'password' | 'privateKey'> & {readonly script: string},
): Promise<ScriptResult> {
  const {promise, resolve, reject} = Promise.withResolvers<ScriptResult>()
  const client = new Client()
  const fail = (error: unknown) => reject(refused(host, credentials.username ?? '', error))
  const interrupt = () => reject(signal.reason)
  signal.addEventListener('abort', interrupt, {once: true})
  client.on('error', fail)
  client.on('ready', () => client.exec('sh -s', (error, channel) => (error ? fail(error) : follow(channel))))
  const sock = await way.dial?.(port)
  client.connect({
    ...credentials,
    ...(sock && {sock}),
    host: host.address,
    port,
    readyTimeout: 20_000,
    hostVerifier: (offered: Buffer) => offered.toString('base64') === key.split(' ')[1],
  })
  const follow = (channel: import('ssh2').ClientChannel) => {
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString()
    }
    channel.on('data', collect)
    channel.stderr.on('data', collect)
    channel.on('close', (code: number | null) => resolve({code, output: output.trim()}))
    channel.end(script)
  }
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', interrupt)
    client.destroy()
  }
}

function refused({name}: Host, user: string, cause: unknown): HiveError {
  return new HiveError('HOST_UNREACHABLE', `Host ${name} did not let ${user} in: ${reasonOf(cause)}.`, {cause})
}
