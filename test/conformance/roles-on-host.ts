import {setTimeout as pause} from 'node:timers/promises'
import {execa} from 'execa'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {Site} from '../../src/site/site.ts'
import {hostFingerprint} from '../support/host-fingerprint.ts'
import type {Nodes} from '../support/nodes.ts'
import {hostAt, inHost, setUp} from '../support/set-up.ts'

/** What an entry of the inventory brings about, seen from outside of hive. */
export interface Effect {
  /** Read only; what it prints is compared. */
  readonly look: string
  readonly present: string
  readonly absent: string
}

export interface RolesOnHost {
  /** Starts the nodes; the first host is looked at. */
  start(): Promise<Nodes>
  /** With every entry, and without those whose effect roles own. */
  wanted(nodes: Nodes): Site
  without(nodes: Nodes): Site
  /** By the role that owns it. */
  readonly effects: Readonly<Record<string, Effect>>
  readonly tags: readonly string[]
}

/** Milliseconds after which a run is killed, once it has begun to change things. */
const interruptions = [0, 1500]

/**
 * What roles promise on a real host, all together as setup-hosts applies them: check mode touches nothing, runs that were
 * killed anywhere are made good, then nothing is left to change, and what leaves the inventory loses its effect.
 */
export function testRolesOnHost(title: string, subject: RolesOnHost): void {
  describe(title, () => {
    const {tags, effects} = subject
    let nodes: Nodes
    const onHost = (script: string) => inHost(nodes, hostAt(nodes, 0), script)
    const run = async (site: Site, checkMode = false) => {
      const {report, execs} = await setUp(nodes, {site, tags, checkMode, limit: [hostAt(nodes, 0).name]})
      const problems = report.targets.flatMap(({message}) => (message === undefined ? [] : [message]))
      return {outcome: report.outcome, problems, changes: report.changes.map(({id}) => id), execs: [...execs.values()]}
    }
    const seen = async () => {
      const found: Record<string, string> = {}
      for (const [role, {look}] of Object.entries(effects)) found[role] = await onHost(look)
      return found
    }
    const expected = (state: 'present' | 'absent') =>
      Object.fromEntries(Object.entries(effects).map(([role, effect]) => [role, effect[state]]))

    beforeAll(async () => {
      nodes = await subject.start()
    })

    afterAll(() => nodes?.stop())

    it('is looked at without being touched', async () => {
      const before = await onHost(hostFingerprint)
      expect(await run(subject.wanted(nodes), true)).toMatchObject({outcome: 'would-change', problems: []})
      expect((await onHost(hostFingerprint)).split('\n')).toEqual(before.split('\n'))
    })

    it('heals after runs that were killed, and then holds', async () => {
      const told: string[] = []
      for (const delay of interruptions) {
        const running = run(subject.wanted(nodes))
        const killing = killProgram(hostAt(nodes, 0).name, delay, running)
        told.push(...(await running).problems)
        await killing
      }
      expect(told).toEqual(interruptions.map(() => expect.stringMatching(/ended|lost|closed|stopped|died|killed/)))
      const {outcome, problems} = await run(subject.wanted(nodes))
      expect([outcome, problems]).toEqual(['changed', []])
      expect(await seen()).toEqual(expected('present'))
      expect(await run(subject.wanted(nodes))).toMatchObject({outcome: 'ok', changes: [], problems: []})
    })

    it('loses the effect of what leaves the inventory', async () => {
      expect(await run(subject.without(nodes))).toMatchObject({outcome: 'changed', problems: []})
      expect(await seen()).toEqual(expected('absent'))
      // A door that had to stay open until sshd had moved is shut by the next run.
      await run(subject.without(nodes))
      expect(await run(subject.without(nodes))).toMatchObject({outcome: 'ok', changes: [], problems: []})
    })
  })
}

/**
 * As a power cut would: the shell of the program and all it started. Its first change makes /run/hive.XXXXXX/pid. Past hive's
 * own connection, which may be closed at any time.
 */
async function killProgram(container: string, delay: number, running: Promise<unknown>): Promise<void> {
  let hasEnded = false
  const ended = running.then(() => {
    hasEnded = true
  })
  while (!hasEnded && (await inContainer(container, 'ls /run/hive.??????/pid')) !== 0) await pause(50)
  await Promise.race([pause(delay), ended])
  const kill =
    'for each in /run/hive.??????; do read -r pid <"$each/pid" && kill -9 "-$(ps -o pgid= "$pid" | tr -d " ")"; done'
  // The directory may be the one a killed run left, and between two programs there is nothing to kill.
  while (!hasEnded && (await inContainer(container, kill)) !== 0) await pause(50)
}

async function inContainer(container: string, script: string): Promise<number | undefined> {
  const {exitCode} = await execa('docker', ['exec', container, 'sh', '-c', script], {reject: false})
  return exitCode
}
