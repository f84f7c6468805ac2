import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterAll, describe, expect, test} from 'vitest'
import {ensureContextDirectory} from '../../../src/context/directory.ts'
import {ensureKeyPair} from '../../../src/context/key-pair.ts'
import {writeKnownHosts} from '../../../src/context/known-hosts.ts'
import {sshConfigPath, writeSshConfig} from '../../../src/context/ssh-config.ts'
import {createHostPool} from '../../../src/session/host-pool.ts'
import {siteHosts} from '../../../src/session/site-hosts.ts'
import {testProvider} from '../../../test/conformance/index.ts'
import {type Nodes, request, startNodes} from '../../../test/support/nodes.ts'
import {hostAt, inHost} from '../../../test/support/set-up.ts'
import {makeSite} from '../../../test/support/site.ts'
import prepared from '../src/index.ts'
import * as provider from '../src/provider.ts'

const password = 'only for this test'

const nodes = await machinesOfOthers()
const contextDirectory = await mkdtemp(join(tmpdir(), 'hive-prepared-'))
const site = siteOf({hive_root_password: password, hive_admin_uid: 1200, hive_admin_group: 'staff.ops'})
await ensureContextDirectory(site)
const {publicKey} = await ensureKeyPair(site)

afterAll(async () => {
  await nodes.stop()
  await rm(contextDirectory, {recursive: true, force: true})
})

testProvider(await prepared(), {site, publicKey})

describe('hosts that were there before', () => {
  const lines: string[] = []
  const create = (wanted = site) =>
    provider.create({
      ...request(wanted),
      publicKey,
      progress: line => lines.push(line),
      changes: provider.plan(wanted, []),
    })

  test('are reached as the login user afterwards, with their keys pinned', async () => {
    const machines = await create()
    expect(lines.filter(line => /shows the host key ssh-ed25519 SHA256:\S{43}: it is trusted/.test(line))).toHaveLength(
      2,
    )
    await writeKnownHosts(site, machines)
    await writeSshConfig(site, machines)
    const pool = createHostPool(siteHosts(site, new AbortController().signal))
    const found = await inHost(
      {...nodes, site, pool},
      hostAt({...nodes, site}, 0),
      'id -u operator; id -gn operator; stat -c %a ~operator/.ssh',
    )
    await pool.close()
    expect(found).toBe('1200\nstaff.ops\n700')
    lines.length = 0
    await create()
    expect(lines).toEqual([])
  })

  test('are refused when they show another key than before', async () => {
    const path = join(contextDirectory, 'known_hosts')
    const before = await readFile(path, 'utf8')
    await writeKnownHosts(
      site,
      (await provider.list(request(site))).map(machine => ({...machine, hostKeys: ['ssh-ed25519 AAAA']})),
    )
    await expect(create()).rejects.toThrow(
      /shows the host key ssh-ed25519 SHA256:\S+, known was ssh-ed25519 SHA256:\S+\. Nothing was sent to it\.$/,
    )
    expect(before).not.toBe('')
    await rm(path)
  })

  test('say what to do when nobody may come in', async () => {
    const stranger = {...siteOf({}), hosts: siteOf({}).hosts.map(host => ({...host, admin: 'nobody-yet'}))}
    await expect(create(stranger)).rejects.toMatchObject({
      code: 'HOST_UNREACHABLE',
      message: `Host ${site.hosts[0]?.name} does not let nobody-yet in with the stage's key.`,
    })
    await expect(create(siteOf({hive_root_password: 'wrong'}))).rejects.toThrow(/did not let root in/)
  })

  test('are reached at the port the inventory names', async () => {
    const move = `printf 'Port 2022\\n' >/etc/ssh/sshd_config.d/00-port.conf && systemctl restart ssh
iptables -I INPUT -p tcp --dport 22 -m conntrack --ctstate NEW -j REJECT`
    await Promise.all(nodes.site.hosts.map(host => inHost(nodes, host, move)))
    await expect(create()).rejects.toThrow(/^No sshd answers for \S+ at \S+, port 22, from here\.$/)
    const moved = {...site, hosts: site.hosts.map(host => ({...host, sshPort: 2022}))}
    const machines = await create(moved)
    await writeKnownHosts(moved, machines)
    await writeSshConfig(moved, machines)
    const pool = createHostPool(siteHosts(moved, new AbortController().signal))
    const found = await inHost({...nodes, site: moved, pool}, hostAt({...nodes, site: moved}, 0), 'id -un', 'admin')
    await pool.close()
    expect(found).toBe('operator')
    const {stdout} = await execa('ssh', ['-F', sshConfigPath(moved), hostAt({...nodes, site: moved}, 1).name, 'id -un'])
    expect(stdout).toBe('operator')
  })
})

async function machinesOfOthers(): Promise<Nodes> {
  const started = await startNodes(2, {prefix: 'prepared'})
  const open = `printf 'PermitRootLogin yes\\nPasswordAuthentication yes\\n' >/etc/ssh/sshd_config.d/00-open.conf
echo 'root:${password}' | chpasswd
systemctl restart ssh`
  await Promise.all(started.site.hosts.map(host => inHost(started, host, open)))
  return started
}

function siteOf(hostVariables: Readonly<Record<string, unknown>>) {
  const cidr = String(nodes.site.definition.cidr)
  const {name} = nodes.site
  return makeSite({
    name,
    cidr,
    contextDirectory,
    rootDirectory: contextDirectory,
    hosts: 2,
    provider: 'prepared',
    admin: 'operator',
    hostVariables,
  })
}
