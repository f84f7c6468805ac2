import {afterAll, beforeAll, expect, test} from 'vitest'
import type {Site} from '../../../src/site/site.ts'
import {type Nodes, startNodes} from '../../../test/support/nodes.ts'
import {hostAt, inHost, setUp} from '../../../test/support/set-up.ts'

let nodes: Nodes

beforeAll(async () => {
  nodes = await startNodes(2, {prefix: 'lines', settings: {tls_logging: true}})
})

afterAll(() => nodes?.stop())

test('what a host logs arrives on the repository host, and nobody reads it on the way', async () => {
  expect(await apply(nodes.site)).toEqual(['changed', 'changed'])
  await onRepository('systemd-run --unit=wire tcpdump --immediate-mode -i eth0 -U -w /run/wire tcp port 10515')
  await expect.poll(() => onRepository('journalctl -u wire -o cat'), {timeout: 20_000}).toContain('listening on eth0')
  await onHost('logger -t door somebody came in')
  await expect.poll(arrived, {timeout: 60_000}).toContain('p-hive0 door: somebody came in')
  const packets = 'tcpdump -r /run/wire 2>/dev/null | grep -c length'
  await expect.poll(() => onRepository(packets), {timeout: 20_000}).toMatch(/^[1-9]/)
  expect(await onRepository('systemctl stop wire; grep -c somebody /run/wire')).toBe('0')
  expect(await apply(nodes.site)).toEqual(['ok', 'ok'])
})

test('lines of the time the repository host was away arrive when it is back, from the first one on', async () => {
  await onRepository('systemctl stop syslog.socket rsyslog.service')
  await onHost('for each in 1 2 3; do logger -t door "while it was away, $each"; sleep 1; done')
  await onRepository('systemctl start rsyslog.service')
  await expect.poll(arrived, {timeout: 90_000}).toContain('while it was away, 3')
  const told = (await arrived()).match(/(?<=while it was away, )\d/g) ?? []
  expect([...new Set(told)]).toEqual(['1', '2', '3'])
})

test('lines that wait for the repository host are not lost with a restart of the host', async () => {
  await onRepository('systemctl stop syslog.socket rsyslog.service')
  await onHost('systemctl restart rsyslog.service; logger -t door nobody is at home')
  await expect.poll(() => onHost('grep -c "nobody is at home" /var/log/syslog'), {timeout: 20_000}).toBe('1')
  expect(await onHost('systemctl stop syslog.socket rsyslog.service; ls /var/spool/rsyslog')).toContain('hive-client.')
  await onRepository('systemctl start rsyslog.service')
  await onHost('systemctl start rsyslog.service')
  await expect.poll(arrived, {timeout: 60_000}).toContain('nobody is at home')
})

test('without tls_logging a host keeps its lines to itself', async () => {
  const plain = {...nodes.site, settings: {...nodes.site.settings, tls_logging: false}}
  expect(await apply(plain)).toEqual(['changed', 'changed'])
  await onHost('logger -t door hidden')
  await expect.poll(() => onHost('grep -c "door: hidden" /var/log/syslog'), {timeout: 20_000}).toBe('1')
  expect(await onHost('ss -Htn dport = :10515; ls /etc/rsyslog.d | grep hive')).toBe('')
  expect(await arrived()).not.toContain('hidden')
  expect(await apply(plain)).toEqual(['ok', 'ok'])
})

async function apply(site: Site): Promise<readonly string[]> {
  const tags = ['tls-certificate', 'hostsfile', 'iptables', 'rsyslogd-client', 'rsyslogd']
  const {report} = await setUp(nodes, {site, tags})
  const hosts = report.targets.filter(({target}) => target !== site.mother.name)
  return hosts.map(({outcome, message}) => message ?? outcome)
}

/** The lines hosts sent of themselves. */
function arrived(): Promise<string> {
  return onRepository('cat /var/log/service-other-facility.log')
}

function onRepository(script: string): Promise<string> {
  return inHost(nodes, hostAt(nodes, -1), script)
}

function onHost(script: string): Promise<string> {
  return inHost(nodes, hostAt(nodes, 0), script)
}
