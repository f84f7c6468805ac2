import {expect, test} from 'vitest'
import {osFamily} from '../src/os-family.ts'

test('a host is of the family its facts tell', () => {
  expect([osFamily('web', {family: 'debian'}), osFamily('web', {family: 'redhat'})]).toEqual(['debian', 'redhat'])
})

test.each([
  [{family: '', os: 'alpine', osVersion: '3.20'}, 'web runs alpine 3.20. Expected was Debian 12 or 13,'],
  [{}, 'web runs an unknown system. Expected was Debian 12 or 13,'],
])('refuses %j and says what was expected', (facts, message) => {
  expect(() => osFamily('web', facts)).toThrow(message)
})
