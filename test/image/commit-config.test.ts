import {describe, expect, it} from 'vitest'
import {type BaseConfig, commitConfig} from '../../src/image/commit-config.ts'
import {type ImageWish, makeImage} from '../support/image.ts'

const labels = {'hive.site': 'example'}

const cases: readonly (readonly [string, ImageWish, BaseConfig, Record<string, unknown>])[] = [
  [
    'runs any command where neither the image nor its base says what to run',
    {},
    {Entrypoint: null, Cmd: null},
    {Entrypoint: ['/bin/sh', '-c', 'exec "$@"', '--'], Cmd: []},
  ],
  [
    'takes entry point and command over from the base',
    {},
    {Entrypoint: ['/entry'], Cmd: ['serve']},
    {Entrypoint: ['/entry'], Cmd: ['serve']},
  ],
  [
    'takes an entry point over that is one text',
    {},
    {Entrypoint: '/entry', Cmd: []},
    {Entrypoint: ['/entry'], Cmd: []},
  ],
  [
    'prefers the entry point and command of the image, an empty one among them',
    {entrypoint: ['/own'], command: []},
    {Entrypoint: ['/entry'], Cmd: ['serve']},
    {Entrypoint: ['/own'], Cmd: []},
  ],
  [
    'boots a standalone image as its base boots',
    {standalone: true, entrypoint: ['/own'], command: ['x']},
    {Entrypoint: null, Cmd: ['/sbin/init']},
    {Entrypoint: [], Cmd: ['/sbin/init']},
  ],
  [
    'tells everything else the image sets',
    {workingDirectory: '/srv', user: 'app', stopSignal: 'SIGRTMIN+3', expose: ['80', '53/udp'], entrypoint: ['/e']},
    {},
    {
      Entrypoint: ['/e'],
      Cmd: [],
      WorkingDir: '/srv',
      User: 'app',
      StopSignal: 'SIGRTMIN+3',
      ExposedPorts: {'80/tcp': {}, '53/udp': {}},
    },
  ],
]

describe('commitConfig', () => {
  it.each(cases)('%s', (_title, wish, base, expected) => {
    expect(commitConfig(makeImage('web', wish), base, labels)).toEqual({...expected, Labels: labels})
  })
})
