import {expect, test} from 'vitest'
import type {RunEvent} from '../../src/reporter/event.ts'
import {outcomes, quick, sleep, useDeploying} from '../support/deploying.ts'
import {makeService} from '../support/service.ts'

const swarm = useDeploying()

function linesOf(events: readonly RunEvent[], target: string): readonly string[] {
  return events.flatMap(event => (event.type === 'output' && event.target === target ? [event.line] : []))
}

test('every verdict is the right one, and the first log is shown', async () => {
  const loop = ['sh', '-c', 'echo cannot find my database; exit 3']
  const restart = {condition: 'any', delay: '1s'} as const
  const {report, events} = await swarm().deploy([
    makeService('good', sleep),
    makeService('looping', {...sleep, command: loop, restart}),
    makeService('imageless', {...sleep, image: {kind: 'pulled', tag: '127.0.0.1:5000/nope:1'}}),
    makeService('homeless', {...sleep, placement: {constraints: ['node.labels.zone == moon'], preferences: []}}),
    makeService('once', {...sleep, command: ['echo', 'done'], restart: {condition: 'none'}}),
    makeService('once-badly', {...sleep, command: ['sh', '-c', 'echo no; exit 1'], restart: {condition: 'none'}}),
    makeService('everywhere', {...sleep, mode: 'global'}),
  ])
  expect(report.outcome).toBe('failed')
  expect(outcomes(report).map(line => line.replace(/\(\d+ times\)/, '(n times)'))).toMatchInlineSnapshot(`
    [
      "good | changed",
      "looping | failed | Service looping: its task failed: task: non-zero exit (3) (n times).",
      "imageless | failed | Service imageless: the image cannot be had: No such image: 127.0.0.1:5000/nope:1.",
      "homeless | failed | Service homeless: no node can run it: no suitable node (scheduling constraints not satisfied on 1 node); it asks for node.labels.zone == moon.",
      "once | changed",
      "once-badly | failed | Service once-badly: it ended badly and is not started again: task: non-zero exit (1).",
      "everywhere | changed",
    ]
  `)
  expect(linesOf(events, 'looping')).toEqual(['cannot find my database'])
  expect(linesOf(events, 'once-badly')).toEqual(['no'])
})

test('an update that is rolled back is a failure, and the next deploy tries again', async () => {
  const variables = {hive_update_config: {monitor: '2s', failure_action: 'rollback'}}
  const service = makeService('careful', {...sleep, variables})
  expect((await swarm().deploy([service])).report.outcome).toBe('changed')
  const broken = {...service, command: ['sh', '-c', 'echo broken; exit 4']}
  const {report, events} = await swarm().deploy([broken])
  expect(outcomes(report)).toMatchInlineSnapshot(`
    [
      "careful | failed | Service careful: the update failed and was rolled back: what ran before runs again (task: non-zero exit (4)).",
    ]
  `)
  expect(linesOf(events, 'careful')).toEqual(['broken'])
  const [found] = await swarm().engine.docker.listServices()
  expect(found?.Spec?.TaskTemplate).toMatchObject({ContainerSpec: {Args: ['sleep', '3600']}})
  const again = await swarm().deploy([service])
  expect([again.report.changes, again.report.outcome]).toEqual([[], 'ok'])
})

test('an update that stops half way is tried again', async () => {
  const service = makeService('halting', {...sleep, variables: quick})
  await swarm().deploy([service])
  const broken = {...service, command: ['false']}
  expect(outcomes((await swarm().deploy([broken])).report)).toMatchInlineSnapshot(`
    [
      "halting | failed | Service halting: the update failed and stopped; tasks it had not come to run on as before (task: non-zero exit (1)).",
    ]
  `)
  const {report} = await swarm().deploy([broken], {}, {checkMode: true})
  expect(report.changes.map(({details}) => details)).toEqual([['update: stopped half way -> tried again']])
  expect((await swarm().deploy([service])).report.outcome).toBe('changed')
})
