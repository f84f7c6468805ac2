import {execFileSync} from 'node:child_process'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {applyProgram} from '../../src/engine/apply.ts'
import {baseFacts} from '../../src/engine/base-facts.ts'
import {compile} from '../../src/engine/compile.ts'
import {gatherFacts} from '../../src/engine/gather-facts.ts'
import type {HostOutcome} from '../../src/engine/outcome.ts'
import type {Section} from '../../src/engine/program.ts'
import {authorizedKey, file, group, packages, type Resource, service, sysctl, user} from '../../src/resource/index.ts'
import {raw} from '../../src/shell/sh.ts'
import type {Host} from '../../src/site/site.ts'
import {type Nodes, startNodes} from '../support/nodes.ts'

let nodes: Nodes
let host: Host

beforeAll(async () => {
  nodes = await startNodes(1, {prefix: 'eng'})
  const [only] = nodes.site.hosts
  if (!only) throw new Error('there is no node')
  host = only
})

afterAll(() => nodes?.stop())

function apply(sections: readonly Section[], checkMode = false): Promise<HostOutcome> {
  const way = {connect: () => nodes.pool.connect(host), reset: () => nodes.pool.reset(host)}
  const options = {host: host.name, become: true, canReboot: true, report: () => undefined}
  return applyProgram(way, compile(sections, {checkMode}), options)
}

const once = (resources: readonly Resource[], checkMode = false) => apply([{role: 'tried', resources}], checkMode)

async function onHost(line: string): Promise<string> {
  const {stdout} = await (await nodes.pool.connect(host)).exec(line)
  return stdout.trim()
}

/** Looked at, made, and found right afterwards. */
async function holds(resource: Resource): Promise<void> {
  expect(await once([resource], true)).toMatchObject({outcome: 'would-change', changed: 1})
  expect(await once([resource])).toMatchObject({outcome: 'changed', changed: 1, failed: 0})
  expect(await once([resource])).toMatchObject({outcome: 'ok', ok: 1})
}

describe('on a host reached as an ordinary user', () => {
  it('tells what it is', async () => {
    const facts = await gatherFacts(await nodes.pool.connect(host), baseFacts, {become: true})
    expect(facts).toMatchObject({os: 'debian', osVersion: '12', family: 'debian', systemd: 'yes', container: 'yes'})
    expect(Number(facts.memory)).toBeGreaterThan(100_000)
  })

  it('keeps facts apart, whatever they print', async () => {
    const facts = {
      odd: raw(String.raw`printf 'a\n\n  {"type":"ok"}\nhive-\001 ü  \n\n'`),
      failing: raw('echo nothing useful >&2; exit 3'),
      greedy: raw('cat'),
      last: raw('id -u'),
    }
    expect(await gatherFacts(await nodes.pool.connect(host), facts, {become: true})).toEqual({
      odd: 'a\n\n  {"type":"ok"}\nhive-\u0001 ü',
      failing: '',
      greedy: '',
      last: '0',
    })
  })

  it('installs packages and removes them', async () => {
    await holds(packages(['hello', {debian: 'sl', redhat: 'not-asked-for'}]))
    expect(await onHost('hello')).toBe('Hello, world!')
    await holds(packages(['hello', 'sl'], {present: false}))
  })

  it('says which package cannot be found', async () => {
    const {message} = await once([packages('hive-no-such-package')])
    expect(message).toMatch(
      /^Role tried failed on .* at packages:hive-no-such-package \(exit 100\): E: Unable to locate package/,
    )
  })

  it('makes a group, then a user in it with a key and hostile words', async () => {
    await holds(group('eng-staff', {gid: 4242}))
    await holds(user('eng-joe', {uid: 4711, groups: ['eng-staff', 'users'], comment: `Joe $(id) 'x'`}))
    expect(await onHost('getent passwd eng-joe; id -Gn eng-joe')).toBe(
      `eng-joe:x:4711:4711:Joe $(id) 'x':/home/eng-joe:/bin/bash\neng-joe users eng-staff`,
    )
    await holds(user('eng-joe', {shell: '/bin/sh'}))
    await holds(user('eng-staff', {uid: 4712}))
    expect(await onHost('id -Gn eng-staff')).toBe('eng-staff')
    await holds(authorizedKey('eng-joe', `${nodes.keyPair.publicKey.split(' ', 2).join(' ')} joe's $(key)`))
    expect(await onHost('sudo stat -c "%a %U:%G" ~eng-joe/.ssh ~eng-joe/.ssh/authorized_keys')).toBe(
      '700 eng-joe:eng-joe\n600 eng-joe:eng-joe',
    )
  })

  it('sets what the kernel has and passes over what it has not', async () => {
    const live = await onHost('cat /proc/sys/net/ipv4/ip_local_port_range')
    await holds(sysctl('net.ipv4.ip_local_port_range', live.replaceAll(/\s+/g, ' ')))
    expect(await once([sysctl('net.nowhere.at_all', 1, {optional: true})])).toMatchObject({outcome: 'ok'})
    expect(await once([sysctl('net.nowhere.at_all', 1)])).toMatchObject({outcome: 'failed'})
  })

  it('edits /etc/hosts, which is a mount of its own in a container', async () => {
    const before = await onHost('cat /etc/hosts')
    await holds(file('/etc/hosts', {content: `${before}\n10.0.0.1 eng-somebody\n`}))
    await holds(file('/etc/hosts', {content: `${before}\n`}))
  })
})

describe('a service', () => {
  const unit = file('/etc/systemd/system/eng-try.service', {
    content: '[Service]\nExecStart=/bin/sleep 1000\n[Install]\nWantedBy=multi-user.target\n',
  })
  const config = (text: string) => file('/etc/eng-try', {content: text})
  const running = (text: string) => {
    const settings = config(text)
    return [unit, settings, service('eng-try', {enabled: true, running: true, restartedBy: [settings]})]
  }
  const pid = () => onHost('systemctl show -P MainPID eng-try')

  it('is enabled and started, and restarted only by what it watches', async () => {
    expect(await once(running('a'))).toMatchObject({outcome: 'changed', changed: 3})
    const first = await pid()
    expect(await once(running('a'))).toMatchObject({outcome: 'ok', ok: 3})
    expect(await pid()).toBe(first)
    expect(await once(running('b'))).toMatchObject({outcome: 'changed', changed: 1, ok: 2})
    expect(await pid()).not.toBe(first)
  })

  it('that can be neither enabled nor disabled is left as it is', async () => {
    expect(await once([service('dbus.service', {enabled: true})])).toMatchObject({outcome: 'ok'})
    expect(await once([service('dbus.service', {enabled: false})])).toMatchObject({outcome: 'ok'})
  })

  it('is stopped and disabled', () => holds(service('eng-try', {enabled: false, running: false})))

  it('that does not start says why', async () => {
    const broken = file('/etc/systemd/system/eng-broken.service', {
      content: '[Service]\nType=oneshot\nExecStart=/bin/sh -c "echo the reason; exit 1"\n',
    })
    const outcome = await once([broken, service('eng-broken', {running: true})])
    expect(outcome).toMatchObject({outcome: 'failed', changed: 1})
    expect(outcome.message).toMatch(/^Role tried failed on .* at service:eng-broken \(exit 1\): /)
  })
})

it('reboots, comes back and goes on', {timeout: 120_000}, async () => {
  const sections = [
    {role: 'kernel', resources: [{...file('/etc/eng-kernel', {content: 'new'}), needsReboot: true}]},
    {role: 'after', resources: [file('/etc/eng-after', {content: 'done'})]},
  ]
  const started = await onHost('stat -c %Y /proc/1')
  // A container that ends is started again, as a machine is by its firmware.
  execFileSync('docker', ['update', '--restart', 'on-failure', host.name])
  const outcome = await apply(sections)
  expect(outcome).toMatchObject({outcome: 'changed', changed: 2, ok: 0, failed: 0, needsReboot: false})
  expect(await onHost('stat -c %Y /proc/1')).not.toBe(started)
  expect(await apply(sections)).toMatchObject({outcome: 'ok', ok: 2})
})
