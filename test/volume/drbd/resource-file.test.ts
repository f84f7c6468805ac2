import {describe, expect, test} from 'vitest'
import {nodeIds} from '../../../src/volume/drbd/node-ids.ts'
import {resourceFile} from '../../../src/volume/drbd/resource-file.ts'
import {diskSize} from '../../../src/volume/drbd/size.ts'
import {type DrbdVersion, drbdVersion} from '../../../src/volume/drbd/version.ts'
import {knownVersion} from './found.ts'

const members = [
  {name: 'p-hive1', address: '10.0.0.5', nodeId: 1, disk: '/dev/drbdvg/data'},
  {name: 'p-hive0', address: '10.0.0.4', nodeId: 0, disk: '/dev/drbdvg/data'},
]

test('DRBD 9 gets numbers, a quorum and a mesh, hosts sorted by name', () => {
  const third = {name: 'p-hive2', address: '10.0.0.6', nodeId: 2}
  const wish = {name: 'data', deviceId: 3, version: knownVersion('9'), members: [...members, third]}
  expect(resourceFile(wish)).toMatchInlineSnapshot(`
    "resource "data" {
      options {
        quorum majority;
        on-no-quorum io-error;
      }
      disk {
        disk-flushes yes;
        md-flushes yes;
        c-plan-ahead 1;
        c-max-rate 1024000;
        c-delay-target 1;
        c-fill-target 1M;
        rs-discard-granularity 1048576;
      }
      on "p-hive0" {
        address 10.0.0.4:7003;
        node-id 0;
        device minor 3;
        disk /dev/drbdvg/data;
        meta-disk internal;
      }
      on "p-hive1" {
        address 10.0.0.5:7003;
        node-id 1;
        device minor 3;
        disk /dev/drbdvg/data;
        meta-disk internal;
      }
      on "p-hive2" {
        address 10.0.0.6:7003;
        node-id 2;
        device minor 3;
        disk none;
      }
      connection-mesh {
        hosts "p-hive0" "p-hive1" "p-hive2";
        net {
          protocol C;
          max-buffers 16000;
          max-epoch-size 16000;
          sndbuf-size 1M;
        }
      }
    }
    "
  `)
})

test('DRBD 8.4 gets two hosts and nothing it does not know', () => {
  expect(resourceFile({name: 'data', deviceId: 3, version: knownVersion('8'), members})).toMatchInlineSnapshot(`
    "resource "data" {
      disk {
        disk-flushes yes;
        md-flushes yes;
        c-plan-ahead 1;
        c-max-rate 1024000;
        c-delay-target 1;
        c-fill-target 1M;
        rs-discard-granularity 1048576;
      }
      net {
        protocol C;
        max-buffers 16000;
        max-epoch-size 16000;
        sndbuf-size 1M;
      }
      on "p-hive0" {
        address 10.0.0.4:7003;
        device minor 3;
        disk /dev/drbdvg/data;
        meta-disk internal;
      }
      on "p-hive1" {
        address 10.0.0.5:7003;
        device minor 3;
        disk /dev/drbdvg/data;
        meta-disk internal;
      }
    }
    "
  `)
})

test('a version of which nothing is known is none', () => {
  const found: (DrbdVersion | undefined)[] = ['8.4.11', '9.2.12', '10.0', ''].map(drbdVersion)
  expect(found.map(version => version?.name)).toEqual(['DRBD 8.4', 'DRBD 9', undefined, undefined])
})

describe('the number of a host', () => {
  const file = 'resource data { on p-hive1.example { node-id 0; disk /dev/x; } on "p-hive2" {\n node-id 1;\n } }'

  test('stays what it was when a host that sorts earlier joins', () => {
    expect([...(nodeIds(['p-hive0', 'p-hive1', 'p-hive2'], [file, file]) ?? [])]).toEqual([
      ['p-hive0', 2],
      ['p-hive1', 0],
      ['p-hive2', 1],
    ])
  })

  test.each([
    ['a host has two', 'on p-hive1 { node-id 4; }'],
    ['two hosts have the same', 'on p-hive3 { node-id 1; }'],
  ])('is unknown where %s', (_title, other) => {
    expect(nodeIds(['p-hive1'], [file, other])).toBeUndefined()
  })
})

test.each([
  ['500M', 500 * 2 ** 20],
  ['20G', 20 * 2 ** 30],
  ['1.5 GiB', 1.5 * 2 ** 30],
  ['61m', 64 * 2 ** 20],
  ['100', 100 * 2 ** 20],
  ['0G', undefined],
  ['much', undefined],
])('a disk of %s has %s bytes', (text, bytes) => {
  expect(diskSize(text)).toBe(bytes)
})
