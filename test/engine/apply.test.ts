import {expect, it} from 'vitest'
import {applyProgram} from '../../src/engine/apply.ts'
import {compile} from '../../src/engine/compile.ts'
import {command} from '../../src/resource/index.ts'
import {raw} from '../../src/shell/sh.ts'
import {fakeConnection} from '../support/fake-connection.ts'

const resources = [{...command('kernel', {check: raw('false'), apply: raw(':')}), needsReboot: true}]
const changed = '{"type":"changed","role":"r","id":"command:kernel"}'

function way(lines: readonly string[]) {
  const calls: string[] = []
  const connection = fakeConnection(lines)
  return {
    calls,
    async connect() {
      calls.push('connect')
      return connection
    },
    async reset() {
      calls.push('reset')
    },
  }
}

it('says what has to be done where a host cannot be rebooted by us', async () => {
  const host = way([changed, '{"type":"reboot-needed","role":"r"}'])
  const program = compile([{role: 'r', resources}], {checkMode: false})
  const options = {host: 'box', become: true, canReboot: false, report: () => undefined}
  expect(await applyProgram(host, program, options)).toMatchObject({
    outcome: 'failed',
    changed: 1,
    message: 'Host box has to be rebooted before the rest can be done; reboot it and run the same command again.',
  })
  expect(host.calls).toEqual(['connect'])
})

it('logs in anew only after a change that a login feels', async () => {
  const group = [{...command('group', {check: raw('false'), apply: raw(':')}), needsReconnect: true}]
  const program = compile([{role: 'r', resources: group}], {checkMode: false})
  const options = {host: 'box', become: true, canReboot: true, report: () => undefined}
  const callsAfter = async (type: string) => {
    const host = way([`{"type":"${type}","role":"r","id":"command:group"}`, '{"type":"ended"}'])
    await applyProgram(host, program, options)
    return host.calls
  }
  expect(await callsAfter('ok')).toEqual(['connect'])
  expect(await callsAfter('changed')).toEqual(['connect', 'reset'])
})
