import type Docker from 'dockerode'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {engineState, hasIpvs} from '../../src/docker/capability.ts'
import {EngineAccessDenied} from '../../src/docker/engine-failure.ts'
import type {Host} from '../../src/site/site.ts'
import type {Connection} from '../../src/transport/connection.ts'
import {containerConnection} from '../../src/transport/docker.ts'
import {importBusybox} from '../support/busybox-image.ts'
import {type Nodes, startNodes} from '../support/nodes.ts'

let nodes: Nodes
let host: Host
let connection: Connection
let docker: Docker

beforeAll(async () => {
  nodes = await startNodes(1, {prefix: 'imgengine'})
  const [first] = nodes.site.hosts
  if (!first) throw new Error('no host was started')
  host = first
  connection = await nodes.pool.connect(host)
  docker = await nodes.pool.engine(host)
})

afterAll(() => nodes.stop())

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('the engine of a host, over ssh', () => {
  it('answers many requests at once and one after the other', async () => {
    const all = await Promise.all(Array.from({length: 30}, () => docker.ping()))
    for (let count = 0; count < 10; count += 1) all.push(await docker.ping())
    expect(all.map(String)).toEqual(Array.from({length: 40}, () => 'OK'))
  })

  it('tells its state', async () => {
    expect(await engineState(docker)).toMatchObject({
      swarm: {state: 'inactive', nodeId: '', isManager: false, error: ''},
    })
    expect(await hasIpvs(connection)).toBeTypeOf('boolean')
  })

  it('runs commands in containers, with their input, output, status and environment', async () => {
    await importBusybox(docker, 'box')
    const container = await docker.createContainer({Image: 'box:1', Cmd: ['sleep', '300']})
    await container.start()
    const inside = containerConnection(docker, container.id, {environment: {GREETING: 'it is'}})
    const result = await inside.exec('read line; echo "$GREETING $line"; echo bad >&2; exit 3', {stdin: 'warm\n'})
    expect(result).toEqual({code: 3, stdout: 'it is warm\n', stderr: 'bad\n'})
    const {Config} = await container.inspect()
    expect(Config.Env).toEqual(['PATH=/bin'])
    await container.remove({force: true})
  })

  it('passes on what it refuses as it is', async () => {
    expect(await failureOf(docker.getContainer('none').inspect())).toMatchObject({statusCode: 404})
  })

  it('says that the login user may not use it, in a way the pool can act on', async () => {
    await connection.exec('sudo -n chmod 600 /var/run/docker.sock')
    await nodes.pool.reset(host)
    docker = await nodes.pool.engine(host)
    const failure = await failureOf(docker.ping())
    connection = await nodes.pool.connect(host)
    await connection.exec('sudo -n chmod 660 /var/run/docker.sock')
    expect(failure).toBeInstanceOf(EngineAccessDenied)
    expect(failure).toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      message: `The login user of ${host.name} may not use the Docker engine's socket /var/run/docker.sock.`,
    })
    expect(String(await docker.ping())).toBe('OK')
  })

  it('says that it does not run', async () => {
    await connection.exec('sudo -n systemctl stop docker.socket docker.service')
    await connection.exec('sudo -n rm -f /var/run/docker.sock')
    expect(await failureOf(docker.ping())).toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      message: `No Docker engine runs on ${host.name}: there is no socket /var/run/docker.sock.`,
      suggestions: ['Run "hive setup-hosts": it installs and starts the engine.'],
    })
  })
})
