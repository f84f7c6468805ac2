import {once} from 'node:events'
import {connect, createServer} from 'node:net'
import {generateIdentity} from 'age-encryption'
import {type GitlabServer, startGitlab, token} from '../../plugins/gitlab/test/support/gitlab-server.ts'
import type {DockerMode} from './docker-mode.ts'

/** What outlives the jobs of a project: an engine with its hosts, and a GitLab that keeps contexts. */
export interface LastingMachines {
  /** The engine's container. */
  readonly engine: string
  readonly gitlab: GitlabServer
  /** With these variables jobs find both. */
  readonly variables: Readonly<Record<string, string>>
  /** Those of them that nobody is told, by the name failures call them. */
  readonly secrets: Readonly<Record<string, string>>
  stop(): Promise<void>
}

export async function startLastingMachines({startEngine, gateway}: DockerMode, name: string): Promise<LastingMachines> {
  const [engine, gitlab] = await Promise.all([startEngine(name), startGitlab()])
  // The server listens on the loopback, where containers do not reach it.
  const {port} = new URL(gitlab.url)
  const door = createServer(socket => {
    const inside = connect(Number(port), '127.0.0.1')
    socket.pipe(inside).pipe(socket)
    for (const [one, other] of [[socket, inside] as const, [inside, socket] as const]) {
      one.on('error', () => other.destroy())
    }
  }).listen(0, gateway)
  await once(door, 'listening')
  const address = door.address()
  const outside = typeof address === 'object' && address !== null ? address.port : 0
  const secrets = {HIVE_GITLAB_TOKEN: token, HIVE_CONTEXT_KEY: await generateIdentity()}
  return {
    engine,
    gitlab,
    secrets,
    variables: {
      DOCKER_HOST: `tcp://${name}:2375`,
      CI_API_V4_URL: `http://${gateway}:${outside}/api/v4`,
      CI_PROJECT_ID: '7',
      ...secrets,
    },
    stop: async () => {
      door.close()
      await gitlab.stop()
    },
  }
}
