import Docker from 'dockerode'
import {execa} from 'execa'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {type Nodes, startNodes} from '../../../test/support/nodes.ts'
import {untilUp} from '../../../test/support/until-up.ts'
import {ensureNodeImage} from '../src/node-image.ts'

let nodes: Nodes

beforeAll(async () => {
  nodes = await startNodes(2, {prefix: 'prov-nodes', admin: 'operator', sshPort: 2222})
})

afterAll(() => nodes?.stop())

it('gives hosts plain ssh logs in to, as another admin and at another port too, with sudo and docker', async () => {
  const [host] = nodes.site.hosts
  const {stdout} = await execa('ssh', [
    '-F',
    nodes.sshConfig,
    host?.name ?? '',
    `id -un; sudo -n id -un; docker version --format "{{.Server.Os}}"; hostname; ${untilUp}; systemctl is-system-running`,
  ])
  expect(stdout.split('\n')).toEqual(['operator', 'root', 'linux', 'p-hive0', 'running'])
})

it('makes them of an image that is built once', async () => {
  const docker = new Docker()
  const lines: string[] = []
  const request = {docker, signal: new AbortController().signal, progress: (line: string) => lines.push(line)}
  const tag = await ensureNodeImage(request)
  expect((await docker.getImage(tag).inspect()).Config.Entrypoint).toEqual(['/usr/local/sbin/node-init'])
  expect(lines).toEqual([])
})

it('gives connections and engines as a session has them', async () => {
  const [first, last] = nodes.site.hosts
  if (!first || !last) throw new Error('two nodes were asked for')
  const connection = await nodes.pool.connect(first)
  expect(await connection.exec('cat')).toEqual({code: 0, stdout: '', stderr: ''})
  const engine = await nodes.pool.engine(last)
  expect((await engine.info()).Name).toBe('p-hive1')
})
