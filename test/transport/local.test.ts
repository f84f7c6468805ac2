import {execFileSync} from 'node:child_process'
import {once} from 'node:events'
import {createServer} from 'node:net'
import {setTimeout as pause} from 'node:timers/promises'
import {describe, expect, it} from 'vitest'
import {HiveError} from '../../src/error.ts'
import {localConnection} from '../../src/transport/local.ts'

const connection = localConnection('here')

describe('a command on this machine', () => {
  it('gets its input and gives back output and exit status', async () => {
    const result = await connection.exec('cat; echo to stderr >&2; exit 3', {stdin: Buffer.from('a\0b')})
    expect(result).toEqual({code: 3, stdout: 'a\0b', stderr: 'to stderr\n'})
  })

  it('tells the signal that ended it', async () => {
    expect(await connection.exec('kill -9 $$')).toEqual({code: null, signal: 'KILL', stdout: '', stderr: ''})
  })

  it('hands on its lines', async () => {
    const seen: string[] = []
    await connection.exec('echo one; echo two >&2', {
      onStdout: line => seen.push(line),
      onStderr: line => seen.push(line),
    })
    expect(seen.toSorted()).toEqual(['one', 'two'])
  })

  it('is ended with all it started when its time is over', async () => {
    const mark = `77${process.pid}`
    await expect(connection.exec(`sleep ${mark} & sleep ${mark}`, {timeout: 0.2})).rejects.toThrow(
      new HiveError('HOST_FAILED', 'A command on here did not finish within 0.2 seconds.'),
    )
    await pause(50)
    expect(execFileSync('ps', ['-A', '-o', 'args='], {encoding: 'utf8'}).split('\n')).not.toContain(`sleep ${mark}`)
  })

  it('is not begun when the caller has given up already', async () => {
    await expect(connection.exec('echo no', {signal: AbortSignal.abort()})).rejects.toMatchObject({code: 'INTERRUPTED'})
  })

  it('may end without reading its input', async () => {
    const stdin = Buffer.alloc(1_000_000, 'x')
    expect(await connection.exec('exit 4', {stdin})).toEqual({code: 4, stdout: '', stderr: ''})
  })
})

it('tells a socket that is not there by name', async () => {
  await expect(connection.openUnixSocket('/nowhere.sock')).rejects.toThrow(
    'The socket /nowhere.sock on here cannot be opened: connect ENOENT /nowhere.sock.',
  )
})

it('reaches ports, and tells one nobody listens at by its number', async () => {
  const server = createServer(socket => socket.pipe(socket)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  const stream = await connection.openTcp('127.0.0.1', port)
  stream.end('hello')
  expect(String(Buffer.concat(await stream.toArray()))).toBe('hello')
  server.close()
  await expect(connection.openTcp('127.0.0.1', port)).rejects.toThrow(
    `127.0.0.1, port ${port}, seen from here, cannot be opened: connect ECONNREFUSED 127.0.0.1:${port}.`,
  )
})
