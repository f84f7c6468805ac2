import {beforeAll, describe, expect, test, vi} from 'vitest'
import {importBusybox} from '../../../test/support/busybox-image.ts'
import type {Nodes} from '../../../test/support/nodes.ts'
import {hostAt, inHost} from '../../../test/support/set-up.ts'

/** What dexec, dsh and dcp promise, tried on hosts that were set up and are a swarm. */
export function testServiceTools(nodes: () => Nodes): void {
  describe('dexec, dsh and dcp', () => {
    const onFirst = (script: string) => inHost(nodes(), hostAt(nodes(), 0), script, 'admin')

    beforeAll(async () => {
      const host = hostAt(nodes(), 1)
      await importBusybox(await nodes().pool.engine(host), 'box')
      await serviceOn(nodes(), host.shortName)
    })

    test('reach a task on another host', async () => {
      expect(await onFirst(`dexec web sh -c 'echo $WHO'`)).toBe('web')
      expect(await onFirst('echo hello | dexec -n -1 web cat')).toBe('hello')
      expect(await onFirst('echo "echo in \\$WHO" | dsh web')).toBe('in web')
    })

    test('reach it from the repository host too', async () => {
      const name = await inHost(nodes(), hostAt(nodes(), -1), 'dexec web cat /etc/hostname', 'admin')
      expect(name).toMatch(/^[0-9a-f]{12}$/)
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
}

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
  const running = async () => {
    const tasks: readonly {Status: {State: string}}[] = await engine.listTasks({filters: {service: ['web']}})
    expect(tasks.map(task => task.Status.State)).toContain('running')
  }
  await vi.waitFor(running, {timeout: 60_000, interval: 200})
}
