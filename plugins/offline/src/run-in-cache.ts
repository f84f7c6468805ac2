import {once} from 'node:events'
import {PassThrough} from 'node:stream'
import {text} from 'node:stream/consumers'
import {HiveError} from '@hive-ci/cli'
import type {Container} from 'dockerode'

/** Runs a shell script inside the cache and returns what it prints. Throws `HiveError` HOST_FAILED. */
export async function runInCache(container: Container, script: string, ...words: readonly string[]): Promise<string> {
  const {output, ended} = await startInCache(container, script, words)
  const printed = await text(output)
  await ended
  return printed
}

/** What a script prints, as a stream; `ended` rejects when it fails. */
export async function startInCache(container: Container, script: string, words: readonly string[] = []) {
  const exec = await container.exec({
    Cmd: ['sh', '-euc', script, 'sh', ...words],
    WorkingDir: '/var/lib/hive-offline',
    AttachStdout: true,
    AttachStderr: true,
  })
  const stream = await exec.start({})
  const [output, errors] = [new PassThrough(), new PassThrough()]
  container.modem.demuxStream(stream, output, errors)
  const complaint = text(errors)
  const ended = once(stream, 'end').then(async () => {
    output.end()
    errors.end()
    const {ExitCode} = await exec.inspect()
    if (ExitCode === 0) return
    const reason = (await complaint).trim().split('\n').at(-1) || `exit status ${ExitCode}`
    throw new HiveError('HOST_FAILED', `The offline cache could not be looked into: ${reason}.`)
  })
  return {output, ended}
}
