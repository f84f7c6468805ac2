import {beforeAll, expect, test} from 'vitest'
import {type Asker, waysTaken} from './proxy-ways.ts'

/** Tests that clients go the way hive tells of them; to be called where a file of tests begins. */
export function checkWays(askers: Readonly<Record<string, Asker>>): void {
  const names = Object.keys(askers)
  let ways: Awaited<ReturnType<typeof waysTaken>>

  beforeAll(async () => {
    ways = await waysTaken(askers)
  })

  test.each(names)('%s goes the way its rules say, in every case', name => {
    const {told, went} = ways.get(name) ?? {}
    expect(went).toEqual(told)
  })

  test('squid saw requests of every client', () => {
    const seen = [...ways].filter(([, {went}]) => went.some(line => line.endsWith(': proxy'))).map(([name]) => name)
    expect(seen).toEqual(names)
  })
}
