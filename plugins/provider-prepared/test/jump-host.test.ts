import {expect, test} from 'vitest'
import {makeSite} from '../../../test/support/site.ts'
import {jumpPlaceOf} from '../src/jump-host.ts'

function placeOf(text: unknown) {
  const [host] = makeSite({hosts: 1, hostVariables: {hive_jump_host: text}}).hosts
  if (host === undefined) throw new Error('no host')
  return jumpPlaceOf(host)
}

test.each([
  ['bastion.example', {user: 'admin', address: 'bastion.example', port: 22}],
  ['guard@192.0.2.1:2200', {user: 'guard', address: '192.0.2.1', port: 2200}],
  ['[2001:db8::1]:22', {user: 'admin', address: '2001:db8::1', port: 22}],
  [undefined, undefined],
])('%s is read', (text, place) => {
  expect(placeOf(text)).toEqual(place)
})

test.each(['', '-oProxyCommand=x', 'a b', 'bastion:0', 'bastion:70000', '2001:db8::1', '@bastion'])(
  '%j is refused',
  text => {
    expect(() => placeOf(text)).toThrow(
      `The jump host of p-hive0.example is "${text}"; expected USER@HOST:PORT, where USER@ and :PORT may be left out.`,
    )
  },
)
