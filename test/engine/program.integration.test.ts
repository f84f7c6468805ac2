import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {afterAll, beforeEach, describe, expect, it} from 'vitest'
import {compile} from '../../src/engine/compile.ts'
import type {Section} from '../../src/engine/program.ts'
import {runProgram} from '../../src/engine/run.ts'
import type {RunOptions} from '../../src/engine/run-options.ts'
import type {RunEvent} from '../../src/reporter/event.ts'
import {command, file} from '../../src/resource/index.ts'
import type {Resource} from '../../src/resource/resource.ts'
import {raw, sh} from '../../src/shell/sh.ts'
import {connectThrough, shells} from '../support/shells.ts'

describe.each(shells)('a program under %s', shell => {
  const place = mkdtempSync(join(tmpdir(), 'hive-program-'))
  const connection = connectThrough(shell)
  const flag = join(place, 'flag')

  beforeEach(() => {
    rmSync(place, {recursive: true, force: true})
    mkdirSync(place)
  })
  afterAll(async () => {
    rmSync(place, {recursive: true})
    await connection.close()
  })

  const compiled = (sections: readonly Section[], checkMode: boolean) =>
    compile(sections, {checkMode, stateDirectory: join(place, 'state'), runtimeDirectory: place})

  async function run(resources: readonly Resource[], options: Partial<RunOptions> & {checkMode?: boolean} = {}) {
    const events: RunEvent[] = []
    const {checkMode = false, ...rest} = options
    const way = {host: 'box', become: false, report: (event: RunEvent) => events.push(event), ...rest}
    const outcome = await runProgram(connection, compiled([{role: 'r', resources}], checkMode), way)
    return {outcome, events}
  }

  /** Changes once: makes the flag. */
  const flagged = (apply = sh`touch ${flag}`) => command('flag', {check: sh`[ -e ${flag} ]`, apply})
  const alive = (mark: string) =>
    execFileSync('ps', ['-A', '-o', 'args='], {encoding: 'utf8'}).split('\n').includes(`sleep ${mark}`)
  const leftovers = () => readdirSync(place).filter(name => name.startsWith('hive.'))

  describe('whose change fails', () => {
    it('tells the exit status and what was printed, whatever that is', async () => {
      const apply = sh`printf '"quoted" \\\\back\\ttab \\001\\000\\377 ü\\r\\nlast: %s\\n' ${'$(id)'} >&2; exit 7`
      const {outcome, events} = await run([flagged(apply), command('later', {check: raw('true'), apply: raw(':')})])
      expect(outcome).toMatchObject({
        outcome: 'failed',
        ok: 0,
        failed: 1,
        skipped: 1,
        message: 'Role r failed on box at command:flag (exit 7): last: $(id)',
      })
      expect(events.at(-1)).toMatchObject({
        message: `${outcome.message}\n"quoted" \\back\ttab \ufffd ü\nlast: $(id)\n`.trimEnd(),
      })
      expect(leftovers()).toEqual([])
    })

    it('keeps the last lines of endless output', async () => {
      const apply = raw(
        `awk 'BEGIN { for (n = 0; n < 100000; n++) print "this is line number", n, "of the long output" }'; false`,
      )
      const {outcome, events} = await run([flagged(apply)])
      expect(outcome.message).toBe(
        'Role r failed on box at command:flag (exit 1): this is line number 99999 of the long output',
      )
      const failed = events.at(-1)
      expect(failed?.type === 'resource' && failed.message?.split('\n').length).toBe(51)
    })

    it('says so when the change had no effect', async () => {
      const {outcome} = await run([flagged(raw('true'))])
      expect(outcome.message).toBe(
        'Role r failed on box at command:flag: it was applied without an error, but its check still says otherwise (exit 1).',
      )
    })

    it('says so when a check ends the whole program', async () => {
      const {outcome} = await run([{id: 'odd', check: raw('exit 9'), apply: raw(':')}])
      expect(outcome.message).toBe(
        'The program on box ended unexpectedly (exit 9) in role r at odd. Run the same command again to continue.',
      )
    })
  })

  describe('that is in no hurry', () => {
    it('ends a change, with all it started, when its time is over', async () => {
      const mark = `9${process.pid}${shells.indexOf(shell)}`
      const apply = sh`trap '' TERM; sleep ${mark} & echo begun; sleep ${mark}; sleep ${mark}`
      const {outcome} = await run([{...flagged(apply), timeout: 1}])
      expect(outcome.message).toBe(
        'Role r failed on box at command:flag: it did not finish within 1 seconds and was ended; it last printed: begun.',
      )
      expect(alive(mark)).toBe(false)
    })

    it('is ended when a check hangs', async () => {
      const mark = `8${process.pid}${shells.indexOf(shell)}`
      const {outcome} = await run([command('stuck', {check: sh`sleep ${mark}`, apply: raw(':')})], {checkTimeout: 0.5})
      expect(outcome.message).toBe(
        'Host box has said nothing for 0.5 seconds, so its program was ended. This was in role r at command:stuck; what came before it holds.',
      )
      expect(alive(mark)).toBe(false)
    })

    it('is ended, and cleans up, when the caller is interrupted', async () => {
      const mark = `6${process.pid}${shells.indexOf(shell)}`
      const interrupt = new AbortController()
      const running = run([flagged(sh`touch ${place}/begun; sleep ${mark}`)], {signal: interrupt.signal})
      while (!existsSync(join(place, 'begun'))) await pause(20)
      interrupt.abort()
      await expect(running).rejects.toMatchObject({
        code: 'INTERRUPTED',
        message: 'Interrupted on box in role r at command:flag.',
      })
      // The caller is told at once; the other end hears of it by a signal and ends what it started.
      const remains = () => [...leftovers(), ...(alive(mark) ? [mark] : [])]
      for (let tries = 0; remains().length > 0 && tries < 100; tries += 1) await pause(50)
      expect(remains()).toEqual([])
    })

    it('does not wait for a daemon that a change left running', async () => {
      const mark = `5${process.pid}${shells.indexOf(shell)}`
      const {outcome} = await run([flagged(sh`touch ${flag}; sleep ${mark} & true`)])
      expect(outcome.outcome).toBe('changed')
      expect(outcome.seconds).toBeLessThan(5)
      execFileSync('pkill', ['-x', '-f', `sleep ${mark}`])
    })
  })

  it('cannot be eaten by a command that reads standard input', async () => {
    const greedy = command('greedy', {check: raw('[ -z "$(cat)" ]'), apply: raw('cat')})
    expect((await run([greedy, flagged(sh`cat >${flag}`)])).outcome).toMatchObject({
      outcome: 'changed',
      ok: 1,
      changed: 1,
    })
  })

  it('is not led astray by a check that changes the shell', async () => {
    const odd = {id: 'odd', check: raw('cd /tmp; IFS=x; set -eu; true'), apply: raw(':')}
    const here = command('here', {
      check: raw('[ "$(pwd)" = / ]; [ -z "$unset" ] && set -- a b && [ "$*" = "a b" ]'),
      apply: raw(':'),
    })
    expect((await run([odd, here])).outcome).toMatchObject({outcome: 'ok', ok: 2})
  })

  describe('with resources that watch others', () => {
    const log = join(place, 'log')
    const config = file(join(place, 'config'), {content: 'new', owner: '', group: ''})
    const watcher = (name: string, run = sh`echo ${name} >>${log}`) =>
      command(name, {check: raw('true'), apply: raw(':'), onChange: {of: [config], run}})
    const logged = () => (existsSync(log) ? readFileSync(log, 'utf8') : '')

    it('runs what follows a change once for each, and not without a change', async () => {
      const resources = [config, watcher('a'), watcher('b')]
      const {outcome} = await run(resources)
      expect(outcome.changes.map(({id, action}) => `${action} ${id}`)).toEqual([
        `update file:${place}/config`,
        'run command:a',
        'run command:b',
      ])
      expect((await run(resources)).outcome.outcome).toBe('ok')
      expect(logged()).toBe('a\nb\n')
      expect(existsSync(join(place, 'state'))).toBe(false)
    })

    it('makes up for what a run that died did not come to', async () => {
      const dying = [config, watcher('a', raw('kill -9 $$')), watcher('b')]
      expect((await run(dying)).outcome.outcome).toBe('failed')
      expect((await run([config, watcher('a'), watcher('b')])).outcome).toMatchObject({
        outcome: 'changed',
        ok: 3,
        changed: 0,
      })
      expect(logged()).toBe('a\nb\n')
    })

    it('tries again what failed', async () => {
      expect((await run([config, watcher('a', raw('echo no; exit 3'))])).outcome.message).toBe(
        'Role r failed on box at command:a, in what follows a change (exit 3): no',
      )
      await run([config, watcher('a')])
      expect(logged()).toBe('a\n')
    })

    it('tells in check mode what would follow, and leaves no trace', async () => {
      const {outcome} = await run([config, watcher('a')], {checkMode: true})
      expect(outcome.changes.map(({id, action}) => `${action} ${id}`)).toEqual([
        `update file:${place}/config`,
        'run command:a',
      ])
      expect(readdirSync(place)).toEqual([])
    })
  })

  it('stops behind a role that needs a reboot', async () => {
    const sections = [
      {role: 'kernel', resources: [{...flagged(), needsReboot: true}]},
      {role: 'after', resources: [command('never', {check: raw('false'), apply: raw('false')})]},
    ]
    const options = {host: 'box', become: false, report: () => undefined}
    expect(await runProgram(connection, compiled(sections, false), options)).toMatchObject({
      outcome: 'changed',
      changed: 1,
      failed: 0,
      needsReboot: true,
    })
  })

  it('leaves a file as it was when the disk is full', async () => {
    const disk = join(place, 'disk')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk])
    try {
      writeFileSync(join(disk, 'config'), 'old')
      const {outcome} = await run([file(join(disk, 'config'), {content: 'x'.repeat(100_000), owner: '', group: ''})])
      expect(outcome.message).toMatch(
        /^Role r failed on box at file:.*\/config \(exit 1\): .*[Nn]o space left on device/,
      )
      expect(readdirSync(disk)).toEqual(['config'])
      expect(readFileSync(join(disk, 'config'), 'utf8')).toBe('old')
    } finally {
      execFileSync('umount', [disk])
    }
  })

  it('works where there is no room for its own files', async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k,nr_inodes=1', 'tmpfs', place])
    try {
      const target = mkdtempSync(join(tmpdir(), 'hive-roomy-'))
      const roomy = file(join(target, 'a'), {content: 'x', owner: '', group: ''})
      expect((await run([roomy])).outcome).toMatchObject({outcome: 'changed'})
      rmSync(target, {recursive: true})
    } finally {
      execFileSync('umount', [place])
    }
  })
})
