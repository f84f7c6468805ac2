import {expect, test} from 'vitest'
import {makeSite} from '../../../test/support/site.ts'
import {docker} from '../src/docker.ts'

function warningsOf(motherAddress: string, hostVariables = {}): readonly string[] {
  const site = makeSite({hosts: 1, hostVariables})
  const [host] = site.hosts
  return host === undefined ? [] : (docker.warnings?.(host, site, {motherAddress}) ?? [])
}

test('a mother where engines put networks is told of, and what to do', () => {
  expect(warningsOf('172.18.0.4')).toEqual([
    expect.stringMatching(/^This machine is at 172\.18\.0\.4 for p-hive0\..* give the stage an internal_cidr/),
  ])
})

test.each([
  ['in a network of the host, or of unknown address', '', {}],
  ['elsewhere', '10.1.2.3', {}],
  ['reached by IPv6', 'fd00::1', {}],
  ['where engines put no network because the stage says where', '172.18.0.4', {hive_internal_cidr: '10.9.0.0/16'}],
])('one that is %s is not', (_where, address, variables) => {
  expect(warningsOf(address, variables)).toEqual([])
})
