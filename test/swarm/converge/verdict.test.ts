import type Docker from 'dockerode'
import {describe, expect, test} from 'vitest'
import type {Task} from '../../../src/swarm/converge/task.ts'
import {judge} from '../../../src/swarm/converge/verdict.ts'
import type {FoundService} from '../../../src/swarm/found-service.ts'

const now = Date.parse('2026-01-01T12:00:00Z')

interface TaskWish {
  readonly state: string
  /** Seconds ago. */
  readonly age?: number
  readonly slot?: number
  readonly node?: string
  readonly desired?: string
  readonly error?: string
  readonly exitCode?: number
}

function task({state, age = 60, slot, node, desired = 'running', error, exitCode}: TaskWish): Task {
  const moment = new Date(now - age * 1000).toISOString()
  return {
    ID: `${state}${slot ?? node ?? 1}`,
    ServiceID: 'web',
    ...(node === undefined ? {Slot: slot ?? 1} : {NodeID: node}),
    CreatedAt: moment,
    DesiredState: desired,
    Status: {State: state, Timestamp: moment, Err: error, ContainerStatus: {ExitCode: exitCode}},
  }
}

interface ServiceWish {
  readonly replicas?: number
  readonly condition?: string
  readonly healthcheck?: boolean
  readonly update?: Docker.UpdateStatus
  readonly age?: number
}

function verdict({replicas = 1, condition = 'any', healthcheck, update, age = 60}: ServiceWish, ...wishes: TaskWish[]) {
  const service: FoundService = {
    ID: 'web',
    UpdatedAt: new Date(now - age * 1000).toISOString(),
    UpdateStatus: update,
    Spec: {
      Name: 'web',
      Mode: replicas < 0 ? {Global: {}} : {Replicated: {Replicas: replicas}},
      TaskTemplate: {
        ContainerSpec: healthcheck ? {HealthCheck: {Test: ['CMD', 'true']}} : {},
        RestartPolicy: {Condition: condition},
        Placement: {Constraints: ['node.role == worker']},
      },
    },
  }
  const {state, text} = judge({service, tasks: wishes.map(task), now})
  return `${state}: ${text}`
}

describe('converged', () => {
  test.each<[string, ServiceWish, TaskWish[], string]>([
    ['as many run as are wanted', {replicas: 2}, [{state: 'running'}, {state: 'running', slot: 2}], '2/2 running'],
    ['none is wanted', {replicas: 0}, [], 'no task is wanted'],
    ['one was well checked a moment ago', {healthcheck: true}, [{state: 'running', age: 0}], '1/1 running'],
    [
      'a one-shot ran to the end',
      {condition: 'none'},
      [{state: 'complete', desired: 'shutdown'}],
      '1 of 1 ran to the end',
    ],
    [
      'a one-shot made it in the second try',
      {condition: 'on-failure'},
      [
        {state: 'complete', desired: 'shutdown', age: 10},
        {state: 'failed', desired: 'shutdown', age: 20},
      ],
      '1 of 1 ran to the end',
    ],
    [
      'it recovered after a failure',
      {},
      [
        {state: 'running', age: 10},
        {state: 'failed', desired: 'shutdown', age: 20},
      ],
      '1/1 running',
    ],
    [
      'every node has one',
      {replicas: -1},
      [
        {state: 'running', node: 'a'},
        {state: 'running', node: 'b'},
      ],
      '2/2 running',
    ],
    ['no node fits a global service', {replicas: -1}, [], 'no node matches its placement, so it runs nowhere'],
    ['the update is complete', {update: {State: 'completed'}}, [{state: 'running'}], '1/1 running'],
  ])('when %s', (_title, service, tasks, text) => {
    expect(verdict(service, ...tasks)).toBe(`converged: ${text}`)
  })
})

describe('waiting', () => {
  test.each<[string, ServiceWish, TaskWish[], string]>([
    ['a task has only just begun to run', {}, [{state: 'running', age: 1}], '1 running'],
    [
      'one of two is starting',
      {replicas: 2},
      [{state: 'running'}, {state: 'starting', slot: 2}],
      '1 running, 1 starting',
    ],
    ['the update goes on', {update: {State: 'updating'}}, [{state: 'running'}], '1 running'],
    ['it is rolling back', {update: {State: 'rollback_started'}}, [{state: 'preparing'}], 'rolling back, 1 preparing'],
    ['a global service was made just now', {replicas: -1, age: 1}, [], 'no task yet'],
    [
      "a node's label may just be on its way",
      {},
      [{state: 'pending', age: 1, error: 'no suitable node (x)'}],
      '1 pending',
    ],
    [
      'a port may still get free',
      {},
      [{state: 'pending', age: 30, error: 'no suitable node (host-mode port already in use on 1 node)'}],
      '1 pending',
    ],
  ])('while %s', (_title, service, tasks, text) => {
    expect(verdict(service, ...tasks)).toBe(`waiting: ${text}`)
  })
})

describe('failing', () => {
  test.each<[string, ServiceWish, TaskWish[], string]>([
    [
      'a task crashed and is started again',
      {},
      [
        {state: 'ready', desired: 'ready', age: 1},
        {state: 'failed', desired: 'shutdown', error: 'task: non-zero exit (3)', exitCode: 3},
      ],
      'its task failed: task: non-zero exit (3)',
    ],
    [
      'a task that should stay ends well',
      {},
      [
        {state: 'starting', age: 1},
        {state: 'complete', desired: 'shutdown'},
      ],
      'its task ended by itself (exit status 0) and is started again',
    ],
  ])('when %s', (_title, service, tasks, text) => {
    expect(verdict(service, ...tasks)).toBe(`failing: ${text}`)
  })
})

describe('failed', () => {
  test.each<[string, ServiceWish, TaskWish[], string]>([
    [
      'the update was rolled back',
      {update: {State: 'rollback_completed', Message: 'rollback completed'}},
      [{state: 'running'}],
      'the update failed and was rolled back: what ran before runs again',
    ],
    [
      'the rollback failed as well',
      {update: {State: 'rollback_paused', Message: 'paused'}},
      [],
      'the update failed, and so did rolling it back',
    ],
    [
      'the update stopped',
      {update: {State: 'paused', Message: 'update paused due to failure'}},
      [{state: 'running'}],
      'the update failed and stopped; tasks it had not come to run on as before',
    ],
    [
      'no node will ever do',
      {},
      [{state: 'pending', error: 'no suitable node (scheduling constraints not satisfied on 1 node)'}],
      'no node can run it: no suitable node (scheduling constraints not satisfied on 1 node); it asks for node.role == worker',
    ],
    [
      'a port does not get free',
      {},
      [{state: 'pending', age: 60, error: 'no suitable node (host-mode port already in use on 1 node)'}],
      'no node can run it: no suitable node (host-mode port already in use on 1 node); it asks for node.role == worker',
    ],
    [
      'there is no such image',
      {},
      [{state: 'rejected', desired: 'shutdown', error: 'No such image: nope:1'}],
      'the image cannot be had: No such image: nope:1',
    ],
    [
      'a one-shot failed',
      {condition: 'none'},
      [{state: 'failed', desired: 'shutdown', error: 'task: non-zero exit (1)', exitCode: 1}],
      'it ended badly and is not started again: task: non-zero exit (1)',
    ],
  ])('when %s', (_title, service, tasks, text) => {
    expect(verdict(service, ...tasks)).toBe(`failed: ${text}`)
  })
})
