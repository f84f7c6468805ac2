import {execFileSync} from 'node:child_process'
import {expect, test} from 'vitest'
import {operatingSystem, osFact} from '../src/os-family.ts'

test.each([
  ['debian 12 ', {family: 'debian', id: 'debian', version: '12'}],
  ['ubuntu 24.04 debian', {family: 'debian', id: 'ubuntu', version: '24.04'}],
  ['almalinux 9.4 rhel centos fedora', {family: 'redhat', id: 'almalinux', version: '9.4'}],
  ['amzn 2023 fedora', {family: 'redhat', id: 'amzn', version: '2023'}],
  ['linuxmint 22 ubuntu debian', {family: 'debian', id: 'linuxmint', version: '22'}],
])('reads %j', (fact, system) => {
  expect(operatingSystem('p-hive0.example', fact)).toEqual(system)
})

test.each(['alpine 3.20 ', '', undefined])('refuses %j and says what was expected', fact => {
  expect(() => operatingSystem('p-hive0.example', fact)).toThrow(/^p-hive0\.example runs ".*"\. Expected was Debian 12/)
})

test('the fact can be read on the machine the tests run on', () => {
  const fact = execFileSync('sh', ['-c', osFact.text], {encoding: 'utf8'})
  expect(operatingSystem('here', fact).version).not.toBe('')
})
