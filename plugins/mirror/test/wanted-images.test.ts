import {describe, expect, test} from 'vitest'
import {makeService} from '../../../test/support/service.ts'
import {makeObject, makeSite} from '../../../test/support/site.ts'
import {nextLock, settledLock} from '../src/lock.ts'
import {wantedImages} from '../src/wanted-images.ts'

function image(service: string, from: string, pullFrom?: string) {
  const plain = {roles: [], standalone: false, env: {}, privileged: false, expose: []}
  const object = makeObject(`image_${service}`, ['images'])
  return {...object, ...plain, service, from, ...(pullFrom !== undefined && {pullFrom})}
}

describe('what a stage needs from outside', () => {
  const site = {
    ...makeSite(),
    services: [
      makeService('web', {image: {kind: 'built', image: 'image_web'}}),
      makeService('cache', {image: {kind: 'pulled', tag: 'redis:7'}}),
      makeService('queue', {image: {kind: 'pulled', tag: 'redis:7'}}),
      makeService('inside', {image: {kind: 'pulled', tag: 'office.example/app'}}),
      makeService('mirrored', {image: {kind: 'pulled', tag: 'mirror.example/app'}}),
    ],
    images: [
      image('web', 'debian:12'),
      image('worker', 'p-hive1.example:5000/image_web'),
      image('shop', 'debian:12', 'quay.example/shop:3'),
    ],
  }
  const choices = {
    skip: [{image: 'office.example/*', reason: 'It is inside.'}],
    also: ['debian', 'redis:7'],
    plainHttp: [],
  }

  test('is each image once, sorted, with what needs it, without what is at its place already', () => {
    const own = ['mirror.example', 'p-hive1.example:5000']
    const builtIn = ['registry:2', 'redis:7'].map(reference => ({role: 'store', reference}))
    const wanted = wantedImages(site, {mapping: {'debian:12': 'debian:12.5'}, choices, own, builtIn})
    expect(wanted.map(({name, wantedBy, skip}) => [name, wantedBy.join(', '), skip])).toEqual([
      ['docker.io/library/debian:12.5', 'base of web', undefined],
      ['docker.io/library/debian:latest', 'mirror.yml', undefined],
      ['docker.io/library/redis:7', 'service cache, service queue, role store, mirror.yml', undefined],
      ['docker.io/library/registry:2', 'role store', undefined],
      ['office.example/app:latest', 'service inside', 'It is inside.'],
      ['quay.example/shop:3', 'service shop', undefined],
    ])
  })
})

describe('the lock after a run', () => {
  const [one, two] = ['1', '2'].map(digit => `sha256:${digit.repeat(64)}`)
  const before = {
    a: {digest: one ?? '', stages: ['private', 'staging']},
    b: {digest: one ?? '', stages: ['private']},
    c: {digest: one ?? '', stages: ['private']},
  }

  test('has what the stage needs now, leaves other stages theirs, and is sorted', () => {
    const digests = new Map([
      ['d', two ?? ''],
      ['c', two ?? ''],
    ])
    expect(Object.entries(nextLock(before, {stage: 'private', digests, there: new Set(['d']), undecided: []}))).toEqual(
      [
        ['a', {digest: one, stages: ['staging']}],
        ['c', {digest: two, stages: ['private'], copied: false}],
        ['d', {digest: two, stages: ['private']}],
      ],
    )
  })

  test('keeps what is needed and could not be asked for', () => {
    const next = nextLock(before, {
      stage: 'private',
      digests: new Map(),
      there: new Set(),
      undecided: ['a', 'b', 'new'],
    })
    expect(next).toEqual({a: before.a, b: before.b})
  })

  test('says of what is being copied that it is not there, until it is; what fails keeps what was there', () => {
    const digests = new Map(['a', 'b', 'new'].map(name => [name, two ?? '']))
    const during = nextLock(before, {stage: 'private', digests, there: new Set(), undecided: ['c']})
    expect(during).toEqual({
      a: {digest: two, stages: ['private', 'staging'], copied: false},
      b: {digest: two, stages: ['private'], copied: false},
      c: before.c,
      new: {digest: two, stages: ['private'], copied: false},
    })
    expect(settledLock(during, before, new Set(['b']))).toEqual({
      a: before.a,
      b: {digest: two, stages: ['private']},
      c: before.c,
      new: {digest: two, stages: ['private'], copied: false},
    })
  })
})
