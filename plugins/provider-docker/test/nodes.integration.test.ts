import {execa} from 'execa'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {type Nodes, startNodes} from '../../../test/support/nodes.ts'

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
    'id -un; sudo -n id -un; docker version --format "{{.Server.Os}}"; hostname; systemctl is-system-running --wait',
  ])
  expect(stdout.split('\n')).toEqual(['operator', 'root', 'linux', 'p-hive0', 'running'])
})
