import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {testServiceTools} from '../../plugins/roles-host/test/service-tools.ts'
import type {Host} from '../../src/site/site.ts'
import {importBusybox} from '../support/busybox-image.ts'
import {type Nodes, startNodes} from '../support/nodes.ts'
import {hostAt, inHost, setUp} from '../support/set-up.ts'

let nodes: Nodes
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hive-setup-'))
  await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'taro@laptop', '-f', join(directory, 'taro')])
  const hostVariables = {
    hive_apt_url: 'http://mirror.example/debian',
    hive_timezone: 'Asia/Tokyo',
    hive_user_groups: {operators: 2000},
    hive_users: {
      taro: {uid: 2001, group: 'operators', id_rsa_pub: await readFile(join(directory, 'taro.pub'), 'utf8')},
    },
  }
  nodes = await startNodes(4, {prefix: 'setup', hostVariables})
})

afterAll(async () => {
  await nodes?.stop()
  await rm(directory, {recursive: true, force: true})
})

describe('setup-hosts on new hosts', () => {
  test('tells in check mode what it would do and touches nothing', async () => {
    // The engine of the image writes its key when it starts.
    await onEach('until docker info; do sleep 0.1; done >/dev/null 2>&1; touch /run/before')
    const {report} = await setUp(nodes, {checkMode: true})
    expect(report.outcome).toBe('would-change')
    const written = 'find /etc /home /root /srv /usr /opt /var/lib -xdev -newer /run/before ! -path "/var/lib/docker*"'
    expect(await onEach(written)).toEqual(['', '', '', ''])
    await expect(context('ca/p-hive0_cert.pem')).rejects.toThrow('ENOENT')
  })

  test('brings all of them and the swarm to where they should be', async () => {
    // What a machine that was not made for hive has: another name, and a login user who is nobody to its engine.
    await onEach('hostname box; echo box >/etc/hostname; gpasswd -d admin docker')
    await Promise.all(nodes.site.hosts.map(host => nodes.pool.reset(host)))
    const {report, events} = await setUp(nodes)
    expect(report.targets.map(({target, outcome, message}) => [target, outcome, message])).toEqual([
      [nodes.site.mother.name, 'changed', undefined],
      ...nodes.site.hosts.map(host => [host.name, 'changed', undefined]),
      ['swarm', 'changed', undefined],
    ])
    const warnings = events.flatMap(event => (event.type === 'warning' ? [event.text] : []))
    expect(new Set(warnings).size).toBe(warnings.length)
  })

  test('changes nothing the second time, with two execs over one connection for each host', async () => {
    const logins = async () => (await onEach('journalctl _COMM=sshd -o cat | grep -c "^Accepted "')).map(Number)
    const before = await logins()
    await Promise.all(nodes.site.hosts.map(host => nodes.pool.reset(host)))
    const {report, execs} = await setUp(nodes)
    expect(await logins()).toEqual(before.map(count => count + 1))
    expect(report.changes).toEqual([])
    expect(report.outcome).toBe('ok')
    expect(Object.fromEntries(execs)).toEqual(Object.fromEntries(nodes.site.hosts.map(host => [host.name, 2])))
  })

  test('never tells a secret', async () => {
    const registry = {...nodes.site.registry, user: 'other'}
    const {events} = await setUp(nodes, {site: {...nodes.site, registry}, tags: ['registry']})
    const secrets = [await context('registry_password'), (await context('registry_htpasswd')).split(':')[1] ?? '']
    const told = JSON.stringify(events)
    expect(told).toContain('htpasswd')
    expect(secrets.filter(text => told.includes(text.trim()))).toEqual([])
    await setUp(nodes, {tags: ['registry']})
  })
})

describe('the hosts afterwards', () => {
  test('have their clock zone, their name and each other', async () => {
    expect(await onEach('date +%Z; hostname')).toEqual(nodes.site.hosts.map(host => `JST\n${host.shortName}`))
    const names = nodes.site.hosts.map(host => host.name)
    const addresses = nodes.site.hosts.map(host => host.address).join('\n')
    const asked = `for name in ${names.join(' ')}; do getent ahostsv4 "$name" | awk '{print $1; exit}'; done`
    expect(await onEach(asked)).toEqual(names.map(() => addresses))
  })

  test('take packages from where the inventory says', async () => {
    const urls = `grep -rhoE 'https?://[^ ]+' /etc/apt/sources.list /etc/apt/sources.list.d | sort -u`
    for (const found of await onEach(urls)) expect(found).toMatch(/^http:\/\/mirror\.example\/debian(-security)?\/?$/m)
    expect((await onEach(urls)).join('\n')).not.toMatch(/:\/\/(?!mirror\.example)/)
  })

  test('let people in by their own key, with their rights, and root not at all', async () => {
    const {stdout} = await execa('ssh', [
      ...['-F', 'none', '-o', 'BatchMode=yes', '-o', 'IdentitiesOnly=yes', '-i', join(directory, 'taro')],
      ...['-o', `UserKnownHostsFile=${join(nodes.site.contextDirectory, 'known_hosts')}`],
      ...[`taro@${hostAt(nodes, 0).address}`, 'id -un; sudo -n id -un'],
    ])
    expect(stdout).toBe('taro\nroot')
    const settings = await inHost(nodes, hostAt(nodes, 0), 'sshd -T')
    expect(settings.split('\n')).toEqual(
      expect.arrayContaining(['permitrootlogin no', 'passwordauthentication no', 'kbdinteractiveauthentication no']),
    )
  })

  test('forget a server that left the inventory', async () => {
    const known = () => inHost(nodes, hostAt(nodes, 0), `grep -c '\\.${nodes.site.name}$' /etc/hosts`)
    const site = {...nodes.site, hosts: nodes.site.hosts.filter(host => host.index !== 2)}
    const wish = {tags: ['hostsfile'], limit: [hostAt(nodes, 0).name]}
    await setUp(nodes, {...wish, site})
    expect(await known()).toBe('3')
    await setUp(nodes, wish)
    expect(await known()).toBe('4')
  })

  test('answer Docker requests to holders of a certificate of the site, and to nobody else', async () => {
    const identity = '--cert ~/.docker/cert.pem --key ~/.docker/key.pem'
    for (const host of nodes.site.hosts) {
      expect(await ping(host, identity)).toBe('OK')
      expect(await ping(host, '')).toMatch(/certificate/)
    }
  })
})

describe('the registry', () => {
  const address = () => `${nodes.site.registry.host}:${nodes.site.registry.port}`

  test('takes images from hives that know its password, over TLS they trust', async () => {
    await importBusybox(await nodes.pool.engine(hostAt(nodes, 0)), `${address()}/test/box`)
    const login = (password: string) => `docker login -u hive --password-stdin ${address()} <<'END'\n${password}\nEND\n`
    const asAdmin = (script: string) => inHost(nodes, hostAt(nodes, 0), script, 'admin')
    expect(await asAdmin(login('wrong'))).toMatch(/unauthorized/i)
    expect(await asAdmin(`docker push ${address()}/test/box:1`)).toMatch(/no basic auth credentials/)
    expect(await asAdmin(login((await context('registry_password')).trim()))).toMatch(/Login Succeeded/)
    expect(await asAdmin(`docker push -q ${address()}/test/box:1`)).toBe(`${address()}/test/box:1`)
  })

  test('shows them to other tools that trust the CA of the site', async () => {
    const certificates = join(directory, 'certificates')
    await execa('mkdir', [certificates])
    await writeFile(join(certificates, 'ca.crt'), await context('ca/cacert.pem'))
    const inspect = async (...trust: readonly string[]) => {
      const creds = `hive:${(await context('registry_password')).trim()}`
      const image = `docker://${hostAt(nodes, -1).address}:5000/test/box:1`
      return execa('skopeo', ['inspect', ...trust, '--creds', creds, '--format', '{{.Os}}', image], {reject: false})
    }
    expect((await inspect('--cert-dir', certificates)).stdout).toBe('linux')
    expect((await inspect()).stderr).toContain('certificate')
  })

  test('is still logged in to when its host gets a proxy, of which containers are told, and loses it again', async () => {
    const host = hostAt(nodes, 0)
    const toldAfter = async (change: string) => {
      await inHost(nodes, host, change)
      const {report} = await setUp(nodes, {tags: ['docker-client-proxy'], limit: [host.name]})
      // The order is another one each time.
      const told = `docker run --rm ${address()}/test/box:1 env | grep -i ^http_proxy | LC_ALL=C sort`
      const look = `${told}; docker push -q ${address()}/test/box:1`
      return [report.outcome, await inHost(nodes, host, look, 'admin')]
    }
    const pushed = `${address()}/test/box:1`
    const both = 'HTTP_PROXY=http://proxy.example:3128\nhttp_proxy=http://proxy.example:3128'
    expect(await toldAfter('echo HTTP_PROXY=http://proxy.example:3128 >>/etc/environment')).toEqual([
      'changed',
      `${both}\n${pushed}`,
    ])
    expect(await toldAfter(':')).toEqual(['ok', `${both}\n${pushed}`])
    expect(await inHost(nodes, host, 'stat -c "%a %U" ~/.docker/config.json', 'admin')).toBe('600 admin')
    expect(await toldAfter('sed -i /proxy.example/d /etc/environment')).toEqual(['changed', pushed])
  })

  test('comes back by itself', async () => {
    const host = hostAt(nodes, -1)
    await inHost(nodes, host, 'systemctl kill --signal=KILL docker-registry; sleep 6')
    expect(await inHost(nodes, host, 'systemctl is-active docker-registry')).toBe('active')
    expect((await setUp(nodes, {tags: ['registry']})).report.outcome).toBe('ok')
  })
})

testServiceTools(() => nodes)

function onEach(script: string): Promise<string[]> {
  return Promise.all(nodes.site.hosts.map(host => inHost(nodes, host, script)))
}

function context(name: string): Promise<string> {
  return readFile(join(nodes.site.contextDirectory, name), 'utf8')
}

/** What the engine of a host says to another server of the site: nobody else reaches its port. */
function ping(host: Host, identity: string): Promise<string> {
  const url = `https://${host.address}:2376/_ping`
  return inHost(nodes, hostAt(nodes, -1), `curl -sS -m 5 --cacert ~/.docker/ca.pem ${identity} ${url}`, 'admin')
}
