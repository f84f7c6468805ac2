import {afterAll, beforeAll, expect, test} from 'vitest'
import {gatherFacts} from '../../../src/engine/gather-facts.ts'
import {raw} from '../../../src/shell/sh.ts'
import {type Nodes, startNodes} from '../../../test/support/nodes.ts'
import {motherFact} from '../src/mother-address.ts'

let nodes: Nodes

beforeAll(async () => {
  nodes = await startNodes(1, {prefix: 'mother'})
})

afterAll(() => nodes?.stop())

/** What the host says of a mother at this address, or of the real one. */
async function seen(address?: string): Promise<string | undefined> {
  const [host] = nodes.site.hosts
  if (host === undefined) throw new Error('there is no host')
  const connection = await nodes.pool.connect(host)
  const whole = raw(
    `export SSH_CONNECTION='${address} 50000 10.0.0.2 22'; exec sudo -n sh <<'EOF'\n${motherFact.text}\nEOF`,
  )
  const {fact} = await gatherFacts(connection, {fact: address === undefined ? motherFact : whole}, {become: true})
  return fact
}

test('a mother behind a router is seen through sudo, one in a network of the host is of no interest', async () => {
  expect(await seen('198.51.100.7')).toBe('198.51.100.7')
  expect(await seen()).toBe('')
})
