import {once} from 'node:events'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {type Agent, createServer as createHttpServer, get, type IncomingMessage} from 'node:http'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {HiveError} from '../../src/error.ts'
import {secret} from '../../src/shell/secret.ts'
import {hostAgent} from '../../src/transport/channel-agent.ts'
import type {Connection} from '../../src/transport/connection.ts'
import {createJumpPool} from '../../src/transport/jump-pool.ts'
import {connectSsh} from '../../src/transport/ssh.ts'
import {freePort, type Sshd, startSshd} from '../support/sshd.ts'

let sshd: Sshd
let connection: Connection

beforeAll(async () => {
  sshd = await startSshd()
  connection = await connectSsh(sshd.target)
})

afterAll(async () => {
  await connection.close()
  await sshd.stop()
})

describe('a command over ssh', () => {
  it('gets its input and gives back output and exit status', async () => {
    const result = await connection.exec('cat; echo to stderr >&2; exit 3', {stdin: 'über\nno newline'})
    expect(result).toEqual({code: 3, stdout: 'über\nno newline', stderr: 'to stderr\n'})
  })

  it('tells the signal that ended it', async () => {
    expect(await connection.exec('kill -9 $$')).toEqual({code: null, signal: 'KILL', stdout: '', stderr: ''})
  })

  it('hands on whole lines as they come', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'hive-lines-'))
    const seen: string[] = []
    const command = `printf one; echo " and"; until [ -e ${directory}/go ]; do sleep 0.05; done; printf two`
    const running = connection.exec(command, {onStdout: line => seen.push(line)})
    while (seen.length === 0) await pause(20)
    expect(seen).toEqual(['one and'])
    writeFileSync(join(directory, 'go'), '')
    expect(await running).toEqual({code: 0, stdout: '', stderr: ''})
    expect(seen).toEqual(['one and', 'two'])
    rmSync(directory, {recursive: true})
  })

  it('carries 5 MB in both directions, with NUL bytes', async () => {
    const bytes = Buffer.alloc(5_000_000, 'a line\n\0')
    const result = await connection.exec('tee /dev/stderr | wc -c; exit 0', {stdin: bytes})
    expect(result.stdout.trim()).toBe('5000000')
    expect(result.stderr.length).toBe(5_000_000)
  })

  it('may end without reading its input', async () => {
    const result = await connection.exec('exit 4', {stdin: Buffer.alloc(3_000_000, 'x')})
    expect(result).toEqual({code: 4, stdout: '', stderr: ''})
  })

  it('waits its turn when 20 are started together', async () => {
    const numbers = Array.from({length: 20}, (_, number) => number)
    const results = await Promise.all(numbers.map(number => connection.exec(`sleep 0.1; echo ${number}`)))
    expect(results.map(({stdout}) => Number(stdout))).toEqual(numbers)
  })

  it('is given up when its time is over', async () => {
    await expect(connection.exec('sleep 60', {timeout: 0.3})).rejects.toThrow(
      new HiveError('HOST_FAILED', 'A command on box did not finish within 0.3 seconds.'),
    )
  })

  it('is given up when the caller is interrupted', async () => {
    const giveUp = new AbortController()
    const running = connection.exec('sleep 60', {signal: giveUp.signal})
    setTimeout(() => giveUp.abort(), 100)
    await expect(running).rejects.toMatchObject({code: 'INTERRUPTED'})
  })
})

describe('a unix socket over ssh', () => {
  it('is a stream in both directions', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'hive-socket-'))
    const path = join(directory, 'socket')
    const server = createServer(socket => socket.pipe(socket)).listen(path)
    await once(server, 'listening')
    const stream = await connection.openUnixSocket(path)
    stream.end('hello')
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk)
    server.close()
    rmSync(directory, {recursive: true})
    expect(Buffer.concat(chunks).toString()).toBe('hello')
  })

  it('that is not there is told by name', async () => {
    await expect(connection.openUnixSocket('/nowhere.sock')).rejects.toThrow(
      /^box cannot reach the socket \/nowhere.sock: .*open failed/,
    )
  })
})

describe('HTTP to a port of the host', () => {
  it('travels over the connection, one stream for several requests', async () => {
    const ways: string[] = []
    const server = createHttpServer((request, response) => {
      ways.push(`${request.socket.remotePort}`)
      response.end(`you asked for ${request.url}`)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    const agent = hostAgent(connection, '127.0.0.1', port)
    const ask = async (path: string, agent: Agent) => {
      const {promise, resolve, reject} = Promise.withResolvers<IncomingMessage>()
      get({agent, path}, resolve).on('error', reject)
      return (await (await promise).toArray()).join('')
    }
    expect([await ask('/a', agent), await ask('/b', agent)]).toEqual(['you asked for /a', 'you asked for /b'])
    expect(new Set(ways).size).toBe(1)
    agent.destroy()
    server.close()
    await once(server, 'close')
    await expect(ask('/c', hostAgent(connection, '127.0.0.1', port))).rejects.toThrow(
      /^box cannot reach 127\.0\.0\.1, port \d+: .*Connection refused/,
    )
  })
})

describe('a host that cannot be used', () => {
  it('refuses the connection', async () => {
    const port = await freePort()
    expect(await failure(connectSsh({...sshd.target, port}))).toBe(
      `HOST_UNREACHABLE: Host box (127.0.0.1, port ${port}) refused the connection.`,
    )
  })

  it('has a name nobody knows', async () => {
    expect(await failure(connectSsh({...sshd.target, address: 'nobody.invalid'}))).toMatch(
      /^HOST_UNREACHABLE: Host box \(nobody.invalid, port \d+\) has an address that cannot be resolved.$/,
    )
  })

  it('says nothing', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    expect(await failure(connectSsh({...sshd.target, port, connectTimeout: 0.3}))).toBe(
      `HOST_UNREACHABLE: Host box (127.0.0.1, port ${port}) did not answer as an ssh server within 0.3 seconds.`,
    )
    server.close()
  })

  it('does not accept our key', async () => {
    const other = await startSshd()
    const {privateKey} = other.target
    await other.stop()
    expect(await failure(connectSsh({...sshd.target, privateKey}))).toBe(
      `HOST_UNREACHABLE: Host box (127.0.0.1, port ${sshd.target.port}) refused ssh as ${sshd.target.user}: it did not accept the key.`,
    )
  })

  it('shows another host key than the pinned one', async () => {
    const hostKeys = ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGNoYW5nZWQgYnkgc29tZWJvZHkgZWxzZSAhISEhIQ== old']
    expect(await failure(connectSsh({...sshd.target, hostKeys}))).toMatch(
      /^HOST_UNREACHABLE: Host box \(127.0.0.1, port \d+\) offered the host key ssh-ed25519 SHA256:\S{43}, expected was ssh-ed25519 SHA256:\S{43}. Nothing was sent to it.$/,
    )
  })

  it('has its key told when none is pinned', async () => {
    const seen: string[] = []
    const first = await connectSsh({...sshd.target, hostKeys: [], onHostKey: key => seen.push(key)})
    await first.close()
    expect(sshd.target.hostKeys).toEqual([expect.stringContaining(seen[0] ?? 'nothing')])
  })

  it('is logged in to with a key that is none', async () => {
    expect(await failure(connectSsh({...sshd.target, privateKey: secret('not a key')}))).toBe(
      `CONTEXT_INVALID: The private key for ${sshd.target.user} on box cannot be read; it should be a key in OpenSSH's or PEM form without a passphrase.`,
    )
  })

  it('drops the connection in the middle of a command', async () => {
    const doomed = await startSshd()
    const open = await connectSsh(doomed.target)
    const lines: string[] = []
    const running = failure(open.exec('echo begun; sleep 60', {onStdout: line => lines.push(line)}))
    while (lines.length === 0) await pause(20)
    await doomed.stop()
    expect(await running).toMatch(/^HOST_UNREACHABLE: Host box .* (dropped the connection|the connection was closed)/)
    expect(await failure(open.exec('true'))).toMatch(/^HOST_UNREACHABLE/)
    await open.close()
  })
})

describe('a jump host', () => {
  it('lets through to hosts behind it, over one connection for all, which ends with the last', async () => {
    const [first, second] = [await startSshd(), await startSshd()]
    const pool = createJumpPool()
    const keys: string[] = []
    const jump = {...sshd.target, hostKeys: [], onHostKey: (key: string) => keys.push(key)}
    const open = ({target}: Sshd, name: string) => connectSsh({...target, name, jump: () => pool.open(jump)})
    const [one, other] = await Promise.all([open(first, 'one'), open(second, 'other')])
    expect([(await one.exec('echo hello')).stdout, (await other.exec('echo hello')).stdout]).toEqual([
      'hello\n',
      'hello\n',
    ])
    await one.close()
    expect((await other.exec('echo still')).stdout).toBe('still\n')
    await other.close()
    expect(keys).toHaveLength(1)
    await (await open(first, 'again')).close()
    expect(keys).toHaveLength(2)
    await Promise.all([first.stop(), second.stop()])
  })

  it('that was lost is connected to anew by the next one', async () => {
    const [lost, inner] = [await startSshd(), await startSshd()]
    const pool = createJumpPool()
    const open = () => connectSsh({...inner.target, name: 'inner', jump: () => pool.open(lost.target)})
    const through = await open()
    await lost.stop()
    expect(await failure(through.exec('true'))).toMatch(/^HOST_UNREACHABLE/)
    await failure(open())
    expect(await failure(open())).toMatch(/^HOST_UNREACHABLE: Host box .* refused the connection/)
    await through.close()
    await inner.stop()
  })
})

const failure = async (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'it worked',
    error => (error instanceof HiveError ? `${error.code}: ${error.message}` : error),
  )
