import {afterAll, beforeAll, expect, test} from 'vitest'
import {applyProgram, compile} from '../../../src/engine/index.ts'
import type {Host, Site} from '../../../src/site/site.ts'
import {hostFingerprint} from '../../../test/support/host-fingerprint.ts'
import {type Nodes, startNodes} from '../../../test/support/nodes.ts'
import {addSecondCard} from '../../../test/support/second-card.ts'
import {hostAt, inHost, type SetUpWish, setUp} from '../../../test/support/set-up.ts'
import {makeVariables} from '../../../test/support/site.ts'
import {internalNetwork} from '../src/internal-network.ts'
import {material, systems} from './case.ts'

let nodes: Nodes
/** The network of the second cards, without its last number. */
let inner: string

beforeAll(async () => {
  nodes = await startNodes(2, {prefix: 'inner'})
  inner = (await addSecondCard(nodes)).replace(/\d+\/\d+$/, '')
  await onFirst('systemd-run --unit=page python3 -m http.server 8080')
})

afterAll(() => nodes?.stop())

test('a check leaves the hosts as they are', async () => {
  const before = await onFirst(hostFingerprint)
  expect(await apply(sameSite(4), {checkMode: true})).toEqual(['would-change', 'would-change'])
  expect((await onFirst(hostFingerprint)).split('\n')).toEqual(before.split('\n'))
})

test('hosts meet on the card of the private network, where every port is open, and nothing else is touched', async () => {
  const others =
    'ip -o addr show dev eth0; ip -o addr show dev docker0; ip route | grep -v eth1; hostname; cat /etc/resolv.conf'
  const before = await onFirst(others)
  expect(await apply(sameSite(4), {tags: ['iptables', 'internal-network']})).toEqual(['changed', 'changed'])
  expect(await onFirst('ip -4 -br addr show dev eth1 | tr -s " "')).toMatch(new RegExp(`^eth1\\S* UP ${inner}4/24$`))
  expect([await get(`${inner}4`), await get(hostAt(nodes, 0).address)]).toEqual(['the page', 'nothing'])
  expect(await onFirst(others)).toBe(before)
  expect(await onFirst('nmcli -t -f DEVICE,STATE device; nmcli -t -f NAME connection')).toBe(
    'eth1:connected\ndocker0:unmanaged\neth0:unmanaged\nlo:unmanaged\ninternal_net',
  )
  expect(await apply(sameSite(4))).toEqual(['ok', 'ok'])
})

test('an address that changes in the inventory follows, and one that somebody took away comes back', async () => {
  expect(await apply(sameSite(14, {hive_internal_net_cidr: 25}))).toEqual(['changed', 'changed'])
  expect([await get(`${inner}14`), await get(`${inner}4`)]).toEqual(['the page', 'nothing'])
  await onFirst('ip addr flush dev eth1')
  expect(await get(`${inner}14`)).toBe('nothing')
  expect(await apply(sameSite(14, {hive_internal_net_cidr: 25}))).toEqual(['changed', 'ok'])
  expect(await get(`${inner}14`)).toBe('the page')
})

test('a card that is the one the mother comes through is given back by the host', async () => {
  const before = await onFirst(network)
  expect(await applyGuarded({hive_internal_net_if: 'eth0'})).toMatch(putBack)
  expect(await onFirst(network)).toBe(before)
  expect(await get(`${inner}14`)).toBe('the page')
})

test('an address that takes the way to the mother is taken back by the host', async () => {
  const before = await onFirst(network)
  // The way to half of the network of eth0 is a narrower one than that of eth0 itself.
  const address = hostAt(nodes, 0).address.replace(/\d+$/, '9')
  expect(await applyGuarded({hive_internal_net_cidr: 25}, address)).toMatch(putBack)
  expect(await onFirst(network)).toBe(before)
  expect(await get(`${inner}14`)).toBe('the page')
})

test('without the variable the card has no address and nobody keeps it', async () => {
  expect(await apply(nodes.site)).toEqual(['changed', 'changed'])
  expect(await onFirst('ip -4 -br addr show dev eth1 | tr -s " "')).toMatch(/^(eth1\S* \S+)?$/)
  expect(await get(`${inner}14`)).toBe('nothing')
  expect(await onFirst('systemctl is-active NetworkManager; systemctl is-enabled NetworkManager')).toBe(
    'inactive\ndisabled',
  )
  expect(await onFirst('find /etc/NetworkManager -name "*hive*" -o -name "internal_net*"')).toBe('')
  expect(await apply(nodes.site)).toEqual(['ok', 'ok'])
})

test('the card of the mother is given back as well by a host that has not had a private network', async () => {
  const before = await onFirst(network)
  expect(await applyGuarded({hive_internal_net_if: 'eth0'}, `${inner}4`, '')).toMatch(putBack)
  expect(await onFirst(network)).toBe(before)
})

/** Whether the connection outlives what cut it off, or is given up before, is a matter of seconds. */
const putBack = /What was changed of network was put back as it was before\. The host answers again\.$/

/** Addresses, routes, name servers, and what NetworkManager goes by. */
const network = `ip -4 -o addr; ip -4 route | sort; cat /etc/resolv.conf
systemctl is-active NetworkManager; systemctl is-enabled NetworkManager
cat /etc/NetworkManager/conf.d/99-hive.conf /etc/NetworkManager/system-connections/*`

/** The nodes with a private network in which the first has this address, the second the next. */
function sameSite(first: number, values: Readonly<Record<string, unknown>> = {}): Site {
  const hosts = nodes.site.hosts.map((host, index) => withInner(host, `${inner}${first + index}`, values))
  return {...nodes.site, hosts}
}

function withInner(host: Host, address: string, values: Readonly<Record<string, unknown>>): Host {
  const own = {hive_internal_net_if: 'eth1', hive_internal_net_addr: `${inner}0`, hive_internal_net_cidr: 24}
  return {...host, address, variables: makeVariables({...own, ...values})}
}

async function apply(site: Site, wish: SetUpWish = {}): Promise<readonly string[]> {
  const {report} = await setUp(nodes, {site, tags: ['internal-network'], ...wish})
  return report.targets.map(({outcome, message}) => message ?? outcome)
}

/** What the run says when the first host is given this, and has seconds to hear from the mother. */
async function applyGuarded(
  values: Readonly<Record<string, unknown>>,
  address = `${inner}4`,
  networkManager = 'ours',
): Promise<string | undefined> {
  const host = withInner(hostAt(nodes, 0), address, values)
  const facts = {...systems.debian12, networkManager}
  const resources = internalNetwork.resources(host, nodes.site, facts, material)
  const program = compile([{role: internalNetwork.name, resources}], {checkMode: false, guardSeconds: 6})
  const way = {connect: () => nodes.pool.connect(host), reset: () => nodes.pool.reset(host)}
  const options = {host: 'box', become: true, canReboot: false, report: () => undefined}
  return (await applyProgram(way, program, options)).message
}

/** What the second host gets from the page of the first. */
async function get(address: string): Promise<string> {
  const status = `curl -s -m 3 -o /dev/null -w '%{http_code}' http://${address}:8080/`
  return (await inHost(nodes, hostAt(nodes, 1), status)) === '200' ? 'the page' : 'nothing'
}

function onFirst(script: string): Promise<string> {
  return inHost(nodes, hostAt(nodes, 0), script)
}
