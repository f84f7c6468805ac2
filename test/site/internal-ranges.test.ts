import {describe, expect, test} from 'vitest'
import {firstAddress, internalRanges} from '../../src/site/internal-ranges.ts'

describe('internalRanges', () => {
  test('divides a /22 as hive-builder documents it', () => {
    expect(internalRanges('172.31.252.0/22')).toEqual({
      overlay: '172.31.252.0/24',
      ingress: '172.31.253.0/24',
      gatewayBridge: '172.31.254.0/25',
      bridge: '172.31.254.128/25',
      registry: '172.31.255.0/25',
      zabbix: '172.31.255.128/25',
    })
  })

  test('divides a /16 as hive-builder documents it, whatever host bits are written', () => {
    expect(internalRanges('10.254.3.4/16')).toEqual({
      overlay: '10.254.0.0/18',
      ingress: '10.254.64.0/18',
      gatewayBridge: '10.254.128.0/19',
      bridge: '10.254.160.0/19',
      registry: '10.254.192.0/19',
      zabbix: '10.254.224.0/19',
    })
  })

  test('refuses what cannot be divided in eight', () => {
    expect(() => internalRanges('10.0.0.0/28')).toThrow('10.0.0.0/28 is too small')
  })

  test('refuses what is no network', () => {
    expect(() => internalRanges('10.0.0/16x')).toThrow()
  })
})

test('firstAddress is the network plus one, over octet borders too', () => {
  expect([firstAddress('172.31.253.0/24'), firstAddress('200.10.255.255/32')]).toEqual(['172.31.253.1', '200.11.0.0'])
})
