import {mkdtemp, readdir, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import provideAws from '../../plugins/provider-aws/src/index.ts'
import provideDocker from '../../plugins/provider-docker/src/index.ts'
import {issueHostCertificate} from '../../src/context/certificates.ts'
import {buildInfra} from '../../src/phases/build-infra.ts'
import type {PhaseOptions} from '../../src/phases/phase.ts'
import type {PhaseReport, RunEvent} from '../../src/reporter/event.ts'
import {createHostPool} from '../../src/session/host-pool.ts'
import {siteHosts} from '../../src/session/site-hosts.ts'
import {freeCidr, uniqueName} from '../support/names.ts'
import {makeSite, type SiteWish} from '../support/site.ts'

const options: PhaseOptions = {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false}
const wish = {name: uniqueName('prov-infra'), cidr: freeCidr()}

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hive-infra-'))
})

afterAll(async () => {
  await run({hosts: 3}, {destroy: true})
  await rm(directory, {recursive: true, force: true})
})

describe('build-infra', () => {
  it('foretells in check mode and makes nothing', async () => {
    const {report, events} = await run({hosts: 2}, {}, true)
    expect(summary(report)).toMatchInlineSnapshot(`
      [
        "would-change",
        "p-mother would-change",
        "p-hive0 would-change",
        "p-hive1 would-change",
        "create context:key-pair",
        "create context:ca",
        "create machine:p-hive0 address: (net).4, size: no limits",
        "create machine:p-hive1 address: (net).5, size: no limits",
      ]
    `)
    expect(events.map(({type}) => type)).toEqual(['change', 'change', 'change', 'change'])
    expect(await readdir(directory)).toEqual([])
  })

  it('makes keys, CA and hosts that answer, and finds nothing to do after that', async () => {
    expect(summary((await run({hosts: 2})).report)).toMatchInlineSnapshot(`
      [
        "changed",
        "p-mother changed",
        "p-hive0 changed",
        "p-hive1 changed",
        "create context:key-pair",
        "create context:ca",
        "create machine:p-hive0 address: (net).4, size: no limits",
        "create machine:p-hive1 address: (net).5, size: no limits",
      ]
    `)
    expect(summary((await run({hosts: 2})).report)).toMatchInlineSnapshot(`
      [
        "ok",
        "p-hive0 ok",
        "p-hive1 ok",
      ]
    `)
    expect((await readdir(directory)).sort()).toEqual(['ca', 'id_rsa', 'id_rsa.pub', 'known_hosts', 'ssh_config'])
  })

  it('adds one host when asked for, and removes it with its certificate when no longer wanted', async () => {
    expect(summary((await run({hosts: 3}, {limit: [`p-hive2.${wish.name}`]})).report)).toMatchInlineSnapshot(`
      [
        "changed",
        "p-hive2 changed",
        "create machine:p-hive2 address: (net).6, size: no limits",
      ]
    `)
    const three = siteOf({hosts: 3})
    for (const host of three.hosts) await issueHostCertificate(three, host, new Date())
    expect(summary((await run({hosts: 2})).report)).toMatchInlineSnapshot(`
      [
        "changed",
        "p-hive0 ok",
        "p-hive1 ok",
        "p-hive2 changed",
        "remove machine:p-hive2",
      ]
    `)
    expect((await readdir(join(directory, 'ca'))).filter(name => name.includes('hive2'))).toEqual([])
  })

  it('halts and starts', async () => {
    expect(summary((await run({hosts: 2}, {halt: true})).report)).toMatchInlineSnapshot(`
      [
        "changed",
        "p-hive0 changed",
        "p-hive1 changed",
        "stop machine:p-hive0",
        "stop machine:p-hive1",
      ]
    `)
    expect(summary((await run({hosts: 2}, {halt: true})).report)).toMatchInlineSnapshot(`
      [
        "ok",
        "p-hive0 ok",
        "p-hive1 ok",
      ]
    `)
    expect(summary((await run({hosts: 2})).report)).toMatchInlineSnapshot(`
      [
        "changed",
        "p-hive0 changed",
        "p-hive1 changed",
        "start machine:p-hive0",
        "start machine:p-hive1",
      ]
    `)
  })

  it('destroys all but what the next time needs', async () => {
    expect(summary((await run({hosts: 2}, {destroy: true}, true)).report)).toMatchInlineSnapshot(`
      [
        "would-change",
        "p-hive0 would-change",
        "p-hive1 would-change",
        "remove machine:p-hive0",
        "remove machine:p-hive1",
      ]
    `)
    expect(summary((await run({hosts: 2}, {destroy: true})).report)).toMatchInlineSnapshot(`
      [
        "changed",
        "p-hive0 changed",
        "p-hive1 changed",
        "remove machine:p-hive0",
        "remove machine:p-hive1",
      ]
    `)
    expect(summary((await run({hosts: 2}, {destroy: true})).report)).toMatchInlineSnapshot(`
      [
        "ok",
      ]
    `)
    expect((await readdir(directory)).sort()).toEqual(['ca', 'id_rsa', 'id_rsa.pub'])
    expect((await readdir(join(directory, 'ca'))).sort()).toEqual(['cacert.pem', 'cakey.pem'])
  })

  it('says so when it cannot', async () => {
    await expect(run({provider: 'aws'})).rejects.toMatchObject({code: 'PROVIDER_UNAVAILABLE'})
    await expect(run({}, {destroy: true, limit: [`p-hive0.${wish.name}`]})).rejects.toMatchObject({code: 'USAGE'})
    await expect(run({}, {limit: [`p-hive9.${wish.name}`]})).rejects.toMatchObject({code: 'USAGE'})
  })
})

function siteOf(more: SiteWish) {
  return makeSite({...wish, contextDirectory: directory, rootDirectory: directory, ...more})
}

async function run(more: SiteWish, given: Partial<PhaseOptions> = {}, checkMode = false) {
  const site = siteOf(more)
  const {signal} = new AbortController()
  const events: RunEvent[] = []
  const hosts = createHostPool(siteHosts(site, signal))
  const providers = await Promise.all([provideAws(), provideDocker()])
  const extensions = {
    providers: new Map(providers.map(provider => [provider.name, provider])),
    roles: [],
    imageRoles: new Map(),
  }
  try {
    const session = {site, extensions, hosts, report: (event: RunEvent) => events.push(event), signal, checkMode}
    return {report: await buildInfra.run(session, {...options, ...given}), events}
  } finally {
    await hosts.close()
  }
}

/** The site's name and network, which are others each time, are left out. */
function summary({outcome, targets, changes}: PhaseReport): string[] {
  const lines = [
    outcome,
    ...targets.map(target => `${target.target} ${target.outcome}${target.message ? `: ${target.message}` : ''}`),
    ...changes.map(change => `${change.action} ${change.id} ${change.details.join(', ')}`.trim()),
  ]
  return lines.map(line => line.replaceAll(`.${wish.name}`, '').replaceAll(wish.cidr.replace('0/24', ''), '(net).'))
}
