import {setTimeout as sleep} from 'node:timers/promises'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {importBusybox} from '../../../test/support/busybox-image.ts'
import {type Nodes, startNodes} from '../../../test/support/nodes.ts'
import {hostAt, inHost, setUp} from '../../../test/support/set-up.ts'

describe('dexec, dsh and dcp', () => {
  let nodes: Nodes
  const onFirst = (script: string) => inHost(nodes, hostAt(nodes, 0), script, 'admin')

  beforeAll(async () => {
    nodes = await startNodes(3, {prefix: 'tools'})
    await setUp(nodes)
    await importBusybox(await nodes.pool.engine(hostAt(nodes, 1)), 'box')
    await serviceOn(nodes, hostAt(nodes, 1).shortName)
  })

  afterAll(() => nodes?.stop())

  test('reach a task on another host', async () => {
    expect(await onFirst(`dexec web sh -c 'echo $WHO'`)).toBe('web')
    expect(await onFirst('echo hello | dexec -n -1 web cat')).toBe('hello')
    expect(await onFirst('echo "echo in \\$WHO" | dsh web')).toBe('in web')
  })

  test('reach it from the repository host too', async () => {
    expect(await inHost(nodes, hostAt(nodes, -1), 'dexec web cat /etc/hostname', 'admin')).toMatch(/^[0-9a-f]{12}$/)
  })

  test('pass on how the command ended', async () => {
    expect(await onFirst('dexec web false; echo $?')).toBe('1')
    expect(await onFirst('dexec nowhere true; echo $?')).toMatch(/no such service: nowhere.*\n1$/)
    expect(await onFirst('dexec -2 web true; echo $?')).toBe('dexec: service web has no running task 2\n1')
  })

  test('copy there and back', async () => {
    const copies = 'date >/tmp/here && dcp /tmp/here web:/tmp/there && dcp web:/tmp/there /tmp/back'
    expect(await onFirst(`${copies} >/dev/null && cmp /tmp/here /tmp/back && echo same`)).toBe('same')
  })
})

async function serviceOn(nodes: Nodes, node: string): Promise<void> {
  const engine = await nodes.pool.engine(hostAt(nodes, 0))
  await engine.createService({
    Name: 'web',
    TaskTemplate: {
      ContainerSpec: {Image: 'box:1', Command: ['sleep', '3600'], Env: ['WHO=web'], Init: true},
      Placement: {Constraints: [`node.hostname==${node}`]},
    },
    Mode: {Replicated: {Replicas: 1}},
  })
  for (let waited = 0; waited < 60; waited += 0.2) {
    const tasks: readonly {Status: {State: string}}[] = await engine.listTasks({filters: {service: ['web']}})
    if (tasks.some(task => task.Status.State === 'running')) return
    await sleep(200)
  }
  throw new Error('no task of web runs')
}
