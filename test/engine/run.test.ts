import {describe, expect, it} from 'vitest'
import {compile} from '../../src/engine/compile.ts'
import {runProgram} from '../../src/engine/run.ts'
import {HiveError} from '../../src/error.ts'
import type {RunEvent} from '../../src/reporter/event.ts'
import {command} from '../../src/resource/index.ts'
import {secret} from '../../src/shell/secret.ts'
import {raw, sh} from '../../src/shell/sh.ts'
import {fakeConnection} from '../support/fake-connection.ts'

const resources = [
  command('one', {check: raw('true'), apply: raw(':')}),
  {...command('two', {check: raw('true'), apply: sh`login ${secret('s3cret')}`}), needsReconnect: true},
  command('three', {check: raw('true'), apply: raw(':')}),
]

const ok = (id: string) => `{"type":"ok","role":"r","id":"command:${id}"}`
const changed = (id: string) => `{"type":"changed","role":"r","id":"command:${id}","diff":"+s3cret"}`
const ended = '{"type":"ended"}'

async function follow(lines: readonly string[], end: number | Error = 0, checkMode = false) {
  const events: RunEvent[] = []
  const connection = fakeConnection(lines, end)
  const outcome = await runProgram(connection, compile([{role: 'r', resources}], {checkMode}), {
    host: 'box',
    become: true,
    report: event => events.push('seconds' in event ? {...event, seconds: 0} : event),
  })
  return {outcome: {...outcome, seconds: 0}, events, connection}
}

describe('a program that runs to its end', () => {
  it('is the sum of what it told, without its secrets', async () => {
    const {outcome, events} = await follow([ok('one'), changed('two'), ok('three'), ended])
    expect(outcome).toEqual({
      target: 'box',
      outcome: 'changed',
      ok: 2,
      changed: 1,
      failed: 0,
      skipped: 0,
      seconds: 0,
      changes: [{id: 'command:two', action: 'update', host: 'box', details: ['role: r'], diff: '+***'}],
      needsReboot: false,
      needsReconnect: true,
    })
    expect(events).toEqual([
      {type: 'resource', host: 'box', role: 'r', id: 'command:one', outcome: 'ok', seconds: 0},
      {type: 'resource', host: 'box', role: 'r', id: 'command:two', outcome: 'changed', seconds: 0, diff: '+***'},
      {type: 'resource', host: 'box', role: 'r', id: 'command:three', outcome: 'ok', seconds: 0},
    ])
  })

  it('is sent on standard input only, as root', async () => {
    const {connection} = await follow([ok('one'), ok('two'), ok('three'), ended])
    expect(connection.execs.map(({command}) => command)).toEqual([
      `exec sh -c 'if [ "$(id -u)" = 0 ]; then exec sh -s; else exec sudo -n sh -s; fi'`,
    ])
    expect(connection.execs[0]?.stdin).toContain('s3cret')
  })

  it('passes on what is not an event, without its secrets', async () => {
    const strange = ['motd of the host', '{"type":"ok","role":"r","id":"command:unknown"}', 'password s3cret']
    const {events, outcome} = await follow([...strange, ok('one'), ok('two'), ok('three'), ended])
    expect(outcome.outcome).toBe('ok')
    expect(events.slice(0, 3)).toEqual([
      {type: 'output', target: 'box', line: 'motd of the host'},
      {type: 'output', target: 'box', line: '{"type":"ok","role":"r","id":"command:unknown"}'},
      {type: 'output', target: 'box', line: 'password ***'},
    ])
  })

  it('would change in check mode', async () => {
    const lines = [ok('one'), '{"type":"would-change","role":"r","id":"command:two"}', ok('three'), ended]
    expect((await follow(lines, 0, true)).outcome).toMatchObject({
      outcome: 'would-change',
      changed: 1,
      needsReconnect: false,
    })
  })
})

describe('a program that fails', () => {
  it('is a sentence with the last line of output; what came after is skipped', async () => {
    const failed =
      '{"type":"failed","role":"r","id":"command:two","reason":"apply","status":5,"output":"trying s3cret\\nNo space left on device"}'
    const {outcome, events} = await follow([ok('one'), failed], 1)
    const message = 'Role r failed on box at command:two (exit 5): No space left on device'
    expect(outcome).toMatchObject({outcome: 'failed', ok: 1, failed: 1, skipped: 1, message})
    expect(events.at(-1)).toEqual({
      type: 'resource',
      host: 'box',
      role: 'r',
      id: 'command:two',
      outcome: 'failed',
      seconds: 0,
      message: `${message}\ntrying ***\nNo space left on device`,
    })
  })

  it('never began', async () => {
    const {outcome} = await follow(['sudo: a password is required'], 1)
    expect(outcome).toMatchObject({
      outcome: 'failed',
      skipped: 3,
      message: 'The program on box ended unexpectedly (exit 1) in role r at command:one: sudo: a password is required',
    })
  })

  it('lost its host in the middle', async () => {
    const {outcome} = await follow([ok('one')], new HiveError('HOST_UNREACHABLE', 'Host box dropped the connection.'))
    expect(outcome).toMatchObject({
      outcome: 'failed',
      ok: 1,
      skipped: 2,
      message: 'Host box dropped the connection. This was in role r at command:two; what came before it holds.',
    })
  })
})
