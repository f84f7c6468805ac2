import {expect, it} from 'vitest'
import {reachOf} from '../src/engine.ts'
import {overlaps} from '../src/subnet.ts'

it.each([
  ['unix:///var/run/docker.sock', 'Debian GNU/Linux 12 (bookworm)', {kind: 'direct'}],
  ['unix:///home/me/.docker/run/docker.sock', 'Docker Desktop', {kind: 'published', address: '127.0.0.1'}],
  ['tcp://docker:2375', 'Alpine Linux', {kind: 'published', address: 'docker'}],
  ['ssh://me@build.corp', 'Ubuntu 24.04', {kind: 'published', address: 'build.corp'}],
] as const)('reaches containers of %s on %s', (dockerHost, system, reach) => {
  expect(reachOf(dockerHost, system)).toEqual(reach)
})

it.each([
  ['10.1.0.0/16', '10.1.2.0/24', true],
  ['10.1.2.0/24', '10.1.0.0/16', true],
  ['10.1.2.0/24', '10.1.3.0/24', false],
  ['10.1.2.0/24', 'fd00::/64', false],
])('knows whether %s overlaps with %s', (one, other, expected) => {
  expect(overlaps(one, other)).toBe(expected)
})
