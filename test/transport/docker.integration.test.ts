import Docker from 'dockerode'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {compile} from '../../src/engine/compile.ts'
import {runProgram} from '../../src/engine/run.ts'
import {HiveError} from '../../src/error.ts'
import {command, file} from '../../src/resource/index.ts'
import {sh} from '../../src/shell/sh.ts'
import type {Connection} from '../../src/transport/connection.ts'
import {containerConnection} from '../../src/transport/docker.ts'

const engine = new Docker()
let container: Docker.Container
let connection: Connection

beforeAll(async () => {
  container = await engine.createContainer({
    name: `eng-docker-${process.pid}`,
    Image: 'hive-base:bookworm',
    Cmd: ['sleep', 'infinity'],
    HostConfig: {Init: true},
  })
  await container.start()
  connection = containerConnection(engine, container.id, {name: 'web'})
})

afterAll(() => container?.remove({force: true}))

describe('a command in a container', () => {
  it('gets its input and gives back output and exit status', async () => {
    const result = await connection.exec('cat; echo to stderr >&2; exit 3', {stdin: 'über\nno newline'})
    expect(result).toEqual({code: 3, stdout: 'über\nno newline', stderr: 'to stderr\n'})
  })

  it('carries 5 MB in both directions, with NUL bytes', async () => {
    const bytes = Buffer.alloc(5_000_000, 'a line\n\0')
    const result = await connection.exec('tee /dev/stderr | wc -c', {stdin: bytes})
    expect(result.stdout.trim()).toBe('5000000')
    expect(result.stderr.length).toBe(5_000_000)
  })

  it('waits its turn when 20 are started together', async () => {
    const numbers = Array.from({length: 20}, (_, number) => number)
    const results = await Promise.all(numbers.map(number => connection.exec(`echo ${number}`)))
    expect(results.map(({stdout}) => Number(stdout))).toEqual(numbers)
  })

  it('is given up when its time is over', async () => {
    await expect(connection.exec('sleep 5', {timeout: 0.3})).rejects.toThrow(
      new HiveError('HOST_FAILED', 'A command on web did not finish within 0.3 seconds.'),
    )
  })

  it('is told by name when the container is gone', async () => {
    await expect(containerConnection(engine, 'eng-nowhere').exec('true')).rejects.toThrow(
      /^A command in the container eng-nowhere could not be run: .*No such container: eng-nowhere\.$/,
    )
  })
})

it('runs a program, and ends it when it is given up', async () => {
  const slow = command('slow', {check: sh`[ -e /slow ]`, apply: sh`sleep 1234; touch /slow`})
  const resources = [file('/etc/eng', {content: 'made\n'}), slow]
  const options = {host: 'web', become: true, report: () => undefined}
  const program = compile([{role: 'r', resources}], {checkMode: false})
  expect(await runProgram(connection, program, {...options, timeout: 10})).toMatchObject({
    outcome: 'failed',
    changed: 1,
    message:
      'A command on web did not finish within 10 seconds. This was in role r at command:slow; what came before it holds.',
  })
  const {stdout} = await connection.exec(
    'cat /etc/eng; cat /proc/[0-9]*/cmdline | tr "\\0" " " | grep -c "sleep [1]234"; ls /run',
  )
  expect(stdout.split('\n').filter(line => line.startsWith('hive') || line === 'made' || /^\d$/.test(line))).toEqual([
    'made',
    '0',
  ])
})

it('has no sockets to offer', async () => {
  await expect(connection.openUnixSocket('/var/run/docker.sock')).rejects.toMatchObject({code: 'HOST_FAILED'})
})
