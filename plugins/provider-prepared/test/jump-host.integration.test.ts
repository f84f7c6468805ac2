import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterAll, beforeEach, describe, expect, test} from 'vitest'
import {ensureContextDirectory} from '../../../src/context/directory.ts'
import {ensureKeyPair} from '../../../src/context/key-pair.ts'
import {knownHostsPath, writeKnownHosts} from '../../../src/context/known-hosts.ts'
import {sshConfigPath, writeSshConfig} from '../../../src/context/ssh-config.ts'
import {createHostPool} from '../../../src/session/host-pool.ts'
import {siteHosts} from '../../../src/session/site-hosts.ts'
import {testProvider} from '../../../test/conformance/index.ts'
import {request, startNodes} from '../../../test/support/nodes.ts'
import {hostAt, inHost} from '../../../test/support/set-up.ts'
import {makeSite} from '../../../test/support/site.ts'
import prepared from '../src/index.ts'
import * as provider from '../src/provider.ts'

const password = 'only for this test'

/** Two hosts, and a third one that is no host of the stage: the others let only that one come to their sshd. */
const nodes = await startNodes(3, {prefix: 'jump'})
const guard = hostAt(nodes, 2)
const rootDirectory = await mkdtemp(join(tmpdir(), 'hive-jump-'))
const site = siteOf({hive_root_password: password, hive_jump_host: `admin@${guard.address}`})
await ensureContextDirectory(site)
const {publicKey} = await ensureKeyPair(site)
await inHost(nodes, guard, `echo '${publicKey}' >>~admin/.ssh/authorized_keys`)
const closed = `printf 'PermitRootLogin yes\\nPasswordAuthentication yes\\n' >/etc/ssh/sshd_config.d/00-open.conf
echo 'root:${password}' | chpasswd
systemctl restart ssh
iptables -I INPUT -p tcp --dport 22 -m conntrack --ctstate NEW ! -s ${guard.address} -j REJECT`
for (const host of nodes.site.hosts.slice(0, 2)) await inHost(nodes, host, closed)

afterAll(async () => {
  await nodes.stop()
  await rm(rootDirectory, {recursive: true, force: true})
})

testProvider(await prepared(), {site, publicKey})

describe('hosts behind a jump host', () => {
  const lines: string[] = []
  const create = (wanted = site) =>
    provider.create({
      ...request(wanted),
      publicKey,
      progress: line => lines.push(line),
      changes: provider.plan(wanted, []),
    })

  beforeEach(async () => {
    lines.length = 0
    await rm(knownHostsPath(site), {force: true})
  })

  test('are out of reach without it', async () => {
    await expect(create(siteOf({}))).rejects.toThrow(
      /^No sshd answers for p-hive[01]\.\S+ at \S+, port 22, from here\.$/,
    )
  })

  test('are reached through it, by hive over one connection and by plain ssh, all keys pinned', async () => {
    const machines = await create()
    expect(lines.map(line => line.replace(/SHA256:\S{43}/, 'SHA256')).toSorted()).toEqual([
      `jump host ${guard.address} shows the host key ssh-ed25519 SHA256: it is trusted from now on`,
      ...site.hosts.map(({name}) => `${name} shows the host key ssh-ed25519 SHA256: it is trusted from now on`),
    ])
    await writeKnownHosts(site, machines)
    await writeSshConfig(site, machines)
    expect((await readFile(knownHostsPath(site), 'utf8')).trim().split('\n')).toHaveLength(3)

    const connections = () => inHost(nodes, guard, "ss -Htn state established '( sport = :22 )' | wc -l")
    const before = Number(await connections())
    const pool = createHostPool(siteHosts(site, new AbortController().signal))
    const asked = site.hosts.map(host => inHost({...nodes, site, pool}, host, 'hostname; id -un operator'))
    expect(await Promise.all(asked)).toEqual(['p-hive0\noperator', 'p-hive1\noperator'])
    expect(Number(await connections())).toBe(before + 1)
    await pool.close()
    await expect.poll(async () => Number(await connections())).toBe(before)

    const {stdout} = await execa('ssh', [
      '-F',
      sshConfigPath(site),
      site.hosts[0]?.name ?? '',
      'hostname; sudo -n id -u',
    ])
    expect(stdout).toBe('p-hive0\n0')
  })

  test('are not asked for when the jump host shows another key than before', async () => {
    await writeFile(knownHostsPath(site), `${guard.address} ssh-ed25519 AAAA\n`)
    await expect(create()).rejects.toThrow(
      /^Host jump-\S+ \(\S+, port 22\) offered the host key ssh-ed25519 SHA256:\S+, expected was .*\. Nothing was sent to it\.$/,
    )
  })

  test('tell what the jump host lacks when it lets nobody in', async () => {
    await expect(create(siteOf({hive_jump_host: `nobody@${guard.address}`}))).rejects.toMatchObject({
      code: 'HOST_UNREACHABLE',
      message: expect.stringContaining('refused ssh as nobody: it did not accept the key'),
      suggestions: [
        'Is the key of this stage in ~nobody/.ssh/authorized_keys there?',
        `The line its login user has to have in authorized_keys: ${publicKey}`,
      ],
    })
  })
})

function siteOf(hostVariables: Readonly<Record<string, unknown>>) {
  const cidr = String(nodes.site.definition.cidr)
  const {name} = nodes.site
  const place = {name, cidr, contextDirectory: rootDirectory, rootDirectory}
  return makeSite({...place, hosts: 2, provider: 'prepared', admin: 'operator', hostVariables})
}
