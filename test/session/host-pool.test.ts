import {describe, expect, test} from 'vitest'
import {createHostPool} from '../../src/session/host-pool.ts'
import type {Connection} from '../../src/transport/connection.ts'
import {localConnection} from '../../src/transport/local.ts'
import {makeSite} from '../support/site.ts'

const [one, two] = makeSite({hosts: 2}).hosts

/** A pool whose openings and closings are recorded; `failures` logins fail first. */
function recordingPool(failures = 0) {
  const log: string[] = []
  let left = failures
  const pool = createHostPool({
    async open(host): Promise<Connection> {
      log.push(`open ${host.shortName}`)
      if (left-- > 0) throw new Error('refused')
      return {...localConnection(host.name), close: async () => void log.push(`close ${host.shortName}`)}
    },
    engineOf: () => Promise.reject(new Error('no engine in this test')),
    closeEngine: async () => {},
  })
  return {log, pool}
}

describe('a pool of hosts', () => {
  test('makes one connection for each host, whoever asks at the same time', async () => {
    if (one === undefined || two === undefined) throw new Error('two hosts were made')
    const {log, pool} = recordingPool()
    const [first, second] = await Promise.all([pool.connect(one), pool.connect(one), pool.connect(two)])
    expect(first).toBe(second)
    await pool.close()
    expect(log).toEqual(['open p-hive0', 'open p-hive1', 'close p-hive0', 'close p-hive1'])
  })

  test('logs in again after a reset', async () => {
    if (one === undefined) throw new Error('a host was made')
    const {log, pool} = recordingPool()
    await pool.connect(one)
    await pool.reset(one)
    await pool.connect(one)
    expect(log).toEqual(['open p-hive0', 'close p-hive0', 'open p-hive0'])
  })

  test('tries again when somebody asks after a failed login', async () => {
    if (one === undefined) throw new Error('a host was made')
    const {log, pool} = recordingPool(1)
    await expect(pool.connect(one)).rejects.toThrow('refused')
    expect((await pool.connect(one)).name).toBe(one.name)
    expect(log).toEqual(['open p-hive0', 'open p-hive0'])
  })

  test('closes also what is only just being opened', async () => {
    if (one === undefined) throw new Error('a host was made')
    const {log, pool} = recordingPool()
    const opening = pool.connect(one)
    await pool.close()
    await opening
    expect(log).toEqual(['open p-hive0', 'close p-hive0'])
  })
})
