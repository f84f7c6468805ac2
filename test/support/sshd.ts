import {type ChildProcess, execFileSync, spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {connect, createServer} from 'node:net'
import {tmpdir, userInfo} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {secret} from '../../src/shell/secret.ts'
import type {SshTarget} from '../../src/transport/ssh-target.ts'

/** A real OpenSSH server of our own on a free port, with its own keys and configuration. */
export interface Sshd {
  readonly target: SshTarget
  /** Kills the server and every session of it. */
  stop(): Promise<void>
}

export async function startSshd(extraConfig: readonly string[] = []): Promise<Sshd> {
  const directory = mkdtempSync(join(tmpdir(), 'hive-sshd-'))
  mkdirSync('/run/sshd', {recursive: true})
  const port = await freePort()
  makeKey(join(directory, 'host'))
  makeKey(join(directory, 'user'))
  const config = join(directory, 'sshd_config')
  writeFileSync(config, configText(directory, port, extraConfig))
  const child = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', config], {stdio: 'ignore', detached: true})
  await answering(port)
  return {
    target: {
      name: 'box',
      address: '127.0.0.1',
      port,
      user: userInfo().username,
      privateKey: secret(readFileSync(join(directory, 'user'), 'utf8')),
      hostKeys: [readFileSync(join(directory, 'host.pub'), 'utf8').trim()],
    },
    async stop() {
      await killTree(child)
      rmSync(directory, {recursive: true})
    },
  }
}

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}

function makeKey(path: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path])
}

function configText(directory: string, port: number, extraConfig: readonly string[]): string {
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${directory}/host`,
    `AuthorizedKeysFile ${directory}/user.pub`,
    `PidFile ${directory}/pid`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'PermitRootLogin prohibit-password',
    ...extraConfig,
    '',
  ].join('\n')
}

async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return
    } catch {
      await pause(20)
    } finally {
      socket.destroy()
    }
  }
  throw new Error('sshd did not start')
}

async function killTree(child: ChildProcess): Promise<void> {
  const top = child.pid
  if (top === undefined) return
  for (const pid of [...descendants(top), top]) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended in the meantime.
    }
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

/** Pids below one, the sessions of the server. */
function descendants(top: number): readonly number[] {
  const pairs = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], {encoding: 'utf8'})
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(Number))
  const below = (parent: number): readonly number[] =>
    pairs.filter(([, ppid]) => ppid === parent).flatMap(([pid = 0]) => [pid, ...below(pid)])
  return below(top)
}
