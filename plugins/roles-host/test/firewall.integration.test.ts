import {readFile} from 'node:fs/promises'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {createHostPool} from '../../../src/session/host-pool.ts'
import {siteHosts} from '../../../src/session/site-hosts.ts'
import type {Site} from '../../../src/site/site.ts'
import {type Nodes, startNodes} from '../../../test/support/nodes.ts'
import {hostAt, inHost, setUp} from '../../../test/support/set-up.ts'
import {makeSite} from '../../../test/support/site.ts'

const tags = ['ntp-client', 'iptables', 'strict-source-ip', 'reboot', 'pip-venv', 'ssh-connection']

describe('a firewall', () => {
  let nodes: Nodes
  const onFirst = (script: string) => inHost(nodes, hostAt(nodes, 0), script)
  const onLast = (script: string) => inHost(nodes, hostAt(nodes, -1), script)
  const messages = async (site: Site) =>
    (await setUp(nodes, {tags, site})).report.targets.map(({outcome, message}) => message ?? outcome)

  beforeAll(async () => {
    nodes = await startNodes(2, {prefix: 'wall', hostVariables: {hive_ntp_servers: ['ntp1.example', 'ntp2.example']}})
    await onFirst('systemd-run --unit=open python3 -m http.server 10050')
    await onFirst('systemd-run --unit=closed python3 -m http.server 8080')
  })

  afterAll(() => nodes?.stop())

  const get = (port: number) =>
    onLast(`curl -s -m 5 -o /dev/null -w '%{http_code}' http://${hostAt(nodes, 0).address}:${port}/; echo " $?"`)

  test('opens what is listed and refuses the rest, now and after it was loaded anew', async () => {
    expect([await get(10050), await get(8080)]).toEqual(['200 0', '200 0'])
    expect(await messages(nodes.site)).toEqual(['changed', 'changed'])
    expect([await get(10050), await get(8080)]).toEqual(['200 0', '000 7'])
    expect(await onFirst('curl -s -o /dev/null -w "%{http_code}" http://127.0.0.1:8080/')).toBe('200')
    expect(await messages(nodes.site)).toEqual(['ok', 'ok'])
    await onFirst('iptables -F INPUT; iptables -F HIVE-INPUT; systemctl restart hive-firewall')
    expect([await get(10050), await get(8080)]).toEqual(['200 0', '000 7'])
  })

  test('comes back when somebody took it away', async () => {
    await onFirst('iptables -F INPUT')
    expect(await get(8080)).toBe('200 0')
    expect(await messages(nodes.site)).toEqual(['changed', 'ok'])
    expect(await get(8080)).toBe('000 7')
  })

  test('goes with a clock that asks only the servers of the inventory', async () => {
    const config = 'cat /etc/chrony/sources.d/hive.sources; grep -E "^(pool|server|sourcedir)" /etc/chrony/chrony.conf'
    expect(await onFirst(config)).toBe(
      'server ntp1.example iburst\nserver ntp2.example iburst\nsourcedir /etc/chrony/sources.d',
    )
  })

  test('leaves the chains of Docker alone', async () => {
    const chains = await onFirst('iptables -S | grep -c DOCKER')
    await onFirst('systemctl restart hive-firewall')
    expect(await onFirst('iptables -S | grep -c DOCKER')).toBe(chains)
  })

  test('is refused when it would shut out the mother, before anything changes', async () => {
    const before = await onFirst('iptables -S')
    const found = await messages(sameSite(nodes, {hive_ssh_source_ips: ['192.0.2.1', '198.51.100.0/24']}))
    expect(found[0]).toMatch(
      /hive_ssh_source_ips is 192\.0\.2\.1, 198\.51\.100\.0\/24, but this machine comes from 10\./,
    )
    expect(await onFirst('iptables -S')).toBe(before)
  })

  test('lets in who is listed, on a port of its own that ssh_config follows', async () => {
    const mother = hostAt(nodes, 0).address.replace(/\d+$/, '0/24')
    const site = sameSite(nodes, {hive_ssh_source_ips: [mother, '192.0.2.1']}, 2022)
    const pool = createHostPool(siteHosts(site, new AbortController().signal))
    try {
      const moved = {...nodes, site, pool}
      const {report} = await setUp(moved, {tags, site})
      expect(report.targets.map(({outcome, message}) => message ?? outcome)).toEqual(['changed', 'changed'])
      expect((await readFile(nodes.sshConfig, 'utf8')).match(/Port 2022/g)).toHaveLength(2)
      expect(await inHost(moved, hostAt(moved, 0), 'ss -Hltn "sport = :22"')).toBe('')
      expect(await inHost(moved, hostAt(moved, 0), 'iptables -S HIVE-INPUT | grep 2022 | cut -d " " -f 3-4')).toBe(
        `-s ${mother}\n-s 192.0.2.1/32`,
      )
      expect((await setUp(moved, {tags, site})).report.outcome).toBe('ok')
    } finally {
      await pool.close()
    }
  })
})

/** The same machines under an inventory that says more. */
function sameSite({site}: Nodes, hostVariables: Readonly<Record<string, unknown>>, sshPort = 22): Site {
  const {name, contextDirectory, rootDirectory} = site
  const cidr = String(site.definition.cidr)
  const ntp = {hive_ntp_servers: ['ntp1.example', 'ntp2.example']}
  return makeSite({
    name,
    contextDirectory,
    rootDirectory,
    cidr,
    hosts: site.hosts.length,
    sshPort,
    hostVariables: {...ntp, ...hostVariables},
  })
}
