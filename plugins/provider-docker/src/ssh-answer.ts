import {connect} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {HiveError, type Machine} from '@hive-ci/cli'
import type Docker from 'dockerode'
import {lastLog} from './machine-failure.ts'

/** Milliseconds a node gets from its start until its sshd answers. */
const patience = 60_000
const pause = 100

/** Waits until sshd greets. A machine that dies meanwhile is told at once, with the last lines of its console. */
export async function awaitSsh(docker: Docker, machine: Machine, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + patience
  while (!(await greets(machine))) {
    signal.throwIfAborted()
    await checkAlive(docker, machine)
    if (Date.now() > deadline) throw silent(machine)
    await sleep(pause)
  }
}

async function greets({sshAddress, sshPort}: Machine): Promise<boolean> {
  const {promise, resolve} = Promise.withResolvers<boolean>()
  const socket = connect({host: sshAddress, port: sshPort})
  socket.setTimeout(2000, () => resolve(false))
  socket.once('data', data => resolve(data.toString('latin1').startsWith('SSH-2.0-')))
  socket.once('error', () => resolve(false))
  socket.once('close', () => resolve(false))
  const answer = await promise
  socket.destroy()
  return answer
}

async function checkAlive(docker: Docker, {name}: Machine): Promise<void> {
  const {State} = await docker.getContainer(name).inspect()
  if (State.Running) return
  const log = await lastLog(docker, name)
  throw new HiveError(
    'PROVIDER_FAILED',
    `Machine ${name} ended with exit status ${State.ExitCode} before its sshd answered. Its last words: ${log || '(none)'}`,
    {suggestions: [`Look inside with "docker logs ${name}"; "hive build-infra" starts it again.`]},
  )
}

function silent({name, sshAddress, sshPort}: Machine): HiveError {
  return new HiveError(
    'HOST_UNREACHABLE',
    `Machine ${name} runs, but no sshd answered at ${sshAddress} port ${sshPort} within ${patience / 1000} seconds.`,
    {
      suggestions: [
        `Look inside with "docker exec ${name} systemctl status ssh".`,
        'If hive itself runs in a container, set DOCKER_HOST to a tcp:// address of the engine: ports are published then.',
      ],
    },
  )
}
