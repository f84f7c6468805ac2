import {PassThrough} from 'node:stream'
import {text} from 'node:stream/consumers'
import {describe, expect, test} from 'vitest'
import type {PhaseReport, RunEvent} from '../../src/reporter/event.ts'
import {type TerminalOptions, terminalReporter} from '../../src/reporter/terminal.ts'

interface Circumstances extends Partial<TerminalOptions> {
  readonly columns?: number
}

/** What a terminal without colour shows; the clock stands still. */
async function shown(events: readonly RunEvent[], {columns = 80, ...options}: Circumstances = {}): Promise<string> {
  const output = Object.assign(new PassThrough(), {columns})
  const base = {
    output,
    verbose: false,
    gitlabSections: false,
    now: () => 1_700_000_000_000,
    patience: {first: 2000, again: 20_000},
  }
  const reporter = terminalReporter({...base, ...options})
  for (const event of events) reporter.report(event)
  reporter.close()
  output.end()
  return text(output)
}

const hosts: PhaseReport = {
  phase: 'setup-hosts',
  checkMode: false,
  outcome: 'failed',
  seconds: 4.25,
  targets: [
    {target: 'p-hive0.shop', outcome: 'changed', ok: 84, changed: 1, failed: 0, seconds: 4.1},
    {
      target: 'p-hive1.shop',
      outcome: 'failed',
      ok: 3,
      changed: 0,
      failed: 1,
      seconds: 1,
      message: 'Role docker failed at package:docker.io (exit 100): no space left on device.',
    },
  ],
  changes: [],
}

const unchanged: PhaseReport = {
  phase: 'build-networks',
  checkMode: false,
  outcome: 'ok',
  seconds: 0.2,
  targets: [],
  changes: [],
}

const start: RunEvent = {type: 'phase-started', phase: 'setup-hosts', checkMode: false}
const ok: RunEvent = {
  type: 'resource',
  host: 'p-hive0.shop',
  role: 'base',
  id: 'directory:/a',
  outcome: 'ok',
  seconds: 0,
}
const changed: RunEvent = {...ok, id: 'file:/etc/motd', outcome: 'changed', diff: '-old\n+new\n'}

describe('the terminal', () => {
  test('shows what changed and failed, and counts the rest', async () => {
    const failed: RunEvent = {...ok, host: 'p-hive1.shop', role: 'docker', id: 'package:docker.io', outcome: 'failed'}
    const events: RunEvent[] = [start, ok, changed, failed, {type: 'phase-ended', report: hosts}]
    expect(await shown(events)).toMatchInlineSnapshot(`
      "
      setup-hosts
        changed       p-hive0.shop  base  file:/etc/motd
        failed        p-hive1.shop  docker  package:docker.io

        target        ok  changed  failed  seconds  outcome
        p-hive0.shop  84        1       0      4.1  changed
        p-hive1.shop   3        0       1      1.0  failed
        p-hive1.shop: Role docker failed at package:docker.io (exit 100): no space left on device.
      setup-hosts failed in 4.3 s.
      "
    `)
  })

  test('shows what was right already, and every difference, when asked for everything', async () => {
    expect(await shown([start, ok, changed], {verbose: true})).toMatchInlineSnapshot(`
      "
      setup-hosts
        ok            p-hive0.shop  base  directory:/a
        changed       p-hive0.shop  base  file:/etc/motd
            -old
            +new
      "
    `)
  })

  test('shows in check mode what would be changed, where it is wanted, and how it differs', async () => {
    const plan: RunEvent = {
      type: 'change',
      outcome: 'planned',
      change: {id: 'service:web', action: 'update', details: ['replicas: 1 -> 2'], where: 'inventory/shop.yml:12'},
    }
    const report: PhaseReport = {...unchanged, phase: 'deploy-services', checkMode: true, outcome: 'would-change'}
    expect(
      await shown([
        {type: 'phase-started', phase: 'deploy-services', checkMode: true},
        plan,
        {type: 'phase-ended', report: {...report, changes: [plan.change]}},
      ]),
    ).toMatchInlineSnapshot(`
      "
      deploy-services (check mode, nothing is changed)
        would update  service:web  (inventory/shop.yml:12)
            replicas: 1 -> 2
      deploy-services would make 1 change.
      "
    `)
  })

  test('leaves plans out when they are carried out', async () => {
    const change = {id: 'network:shop', action: 'create', details: []} as const
    const outcomes = ['planned', 'started', 'done'] as const
    const events = outcomes.map((outcome): RunEvent => ({type: 'change', outcome, change}))
    expect(await shown([start, ...events])).toMatchInlineSnapshot(`
      "
      setup-hosts
        created       network:shop
      "
    `)
  })

  test('says a warning once', async () => {
    const warning: RunEvent = {type: 'warning', target: 'p-hive0.shop', text: 'The kernel has no IPVS.'}
    expect(await shown([start, warning, warning])).toMatchInlineSnapshot(`
      "
      setup-hosts
        warning       p-hive0.shop: The kernel has no IPVS.
      "
    `)
  })

  test('names work that takes long', async () => {
    let now = 0
    const output = Object.assign(new PassThrough(), {columns: 80})
    const base = {output, verbose: false, gitlabSections: false, now: () => now}
    const reporter = terminalReporter({...base, patience: {first: 2000, again: 20_000}})
    reporter.report(start)
    reporter.report({type: 'progress', target: 'node image', text: 'installing packages'})
    now = 2100
    await expect.poll(() => output.readableLength, {timeout: 5000}).toBeGreaterThan(20)
    reporter.close()
    output.end()
    expect(await text(output)).toMatchInlineSnapshot(`
      "
      setup-hosts
           2.1 s      node image: installing packages
      "
    `)
  })

  test('keeps the output of programs for the case that they fail', async () => {
    const line: RunEvent = {type: 'output', target: 'p-hive1.shop', line: 'E: Unable to locate package'}
    const output = await shown([start, line, {...line, target: 'p-hive0.shop'}, {type: 'phase-ended', report: hosts}])
    expect(output.split('\n').slice(2, 4)).toEqual([
      '  The last lines of p-hive1.shop:',
      '  | E: Unable to locate package',
    ])
  })

  test('makes phases foldable in a GitLab job log', async () => {
    const report: PhaseReport = {...unchanged, phase: 'setup-hosts'}
    const events: RunEvent[] = [start, {type: 'phase-ended', report}]
    const marks = (await shown(events, {gitlabSections: true})).replaceAll('\u001B', '<esc>').replaceAll('\r', '<cr>')
    expect(marks).toMatchInlineSnapshot(`
      "<esc>[0Ksection_start:1700000000:setup-hosts<cr><esc>[0Ksetup-hosts
      setup-hosts: nothing changed (in 0.2 s).
      <esc>[0Ksection_end:1700000000:setup-hosts<cr><esc>[0K"
    `)
  })

  test('closes the section of a phase that broke off, so that what follows is not folded into it', async () => {
    const marks = await shown([{type: 'phase-started', phase: 'setup-hosts', checkMode: false}], {gitlabSections: true})
    expect(marks.replaceAll('\u001B', '<esc>').replaceAll('\r', '<cr>')).toBe(
      '<esc>[0Ksection_start:1700000000:setup-hosts<cr><esc>[0Ksetup-hosts\n' +
        '<esc>[0Ksection_end:1700000000:setup-hosts<cr><esc>[0K',
    )
  })

  test('ends a run of several phases with a table and what it all came to', async () => {
    const reports = [{...hosts, outcome: 'changed'} as const, unchanged]
    expect(await shown([{type: 'run-ended', reports}])).toMatchInlineSnapshot(`
      "
        phase           outcome  changed  seconds
        setup-hosts     changed        1      4.3
        build-networks  ok             0      0.2
      Done, 1 change made.
      "
    `)
  })

  test('says that nothing changed', async () => {
    expect(await shown([{type: 'run-ended', reports: [unchanged, unchanged]}])).toMatchInlineSnapshot(`
      "
        phase           outcome  changed  seconds
        build-networks  ok             0      0.2
        build-networks  ok             0      0.2
      Nothing changed.
      "
    `)
  })

  test('cuts a table to the width of the screen', async () => {
    const [target] = hosts.targets
    const report: PhaseReport = {
      ...unchanged,
      targets: target === undefined ? [] : [{...target, target: 'a-very-long-name-of-a-host.example.com'}],
    }
    expect(await shown([{type: 'phase-ended', report}], {columns: 60})).toMatchInlineSnapshot(`
      "
        target               ok  changed  failed  seconds  outcome
        a-very-long-name-o…  84        1       0      4.1  changed
      build-networks: nothing changed (in 0.2 s).
      "
    `)
  })
})
