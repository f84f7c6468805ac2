import {spawn} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {afterAll, beforeEach, describe, expect, it} from 'vitest'
import {applyProgram} from '../../src/engine/apply.ts'
import {compile} from '../../src/engine/compile.ts'
import type {RunEvent} from '../../src/reporter/event.ts'
import {command, file, guarded} from '../../src/resource/index.ts'
import type {Resource} from '../../src/resource/resource.ts'
import {guardScript} from '../../src/shell/guard-script.ts'
import {secret} from '../../src/shell/secret.ts'
import {raw, sh} from '../../src/shell/sh.ts'
import type {Connection} from '../../src/transport/connection.ts'
import {shellcheck} from '../conformance/shellcheck.ts'
import {connectThrough, shells} from '../support/shells.ts'

describe.each(shells)('a guarded change under %s', shell => {
  const place = mkdtempSync(join(tmpdir(), 'hive-guard-'))
  const connection = connectThrough(shell)
  const path = (name: string) => join(place, name)
  const read = (name: string) => readFileSync(path(name), 'utf8')

  beforeEach(() => {
    rmSync(place, {recursive: true})
    mkdirSync(path('config.d'), {recursive: true})
    writeFileSync(path('config'), 'old\n', {mode: 0o640})
    writeFileSync(path('config.d/there'), 'there\n')
    writeFileSync(path('live'), 'old\n')
  })

  afterAll(async () => {
    rmSync(place, {recursive: true})
    await connection.close()
  })

  /** A file, another one in a directory and what the kernel would hold, changed as one role does it. */
  function risky(delay = 0): readonly Resource[] {
    const guard = {
      name: 'door',
      paths: [path('config'), path('config.d')],
      save: sh`cat ${path('live')}`,
      restore: sh`sleep ${delay}; cat >${path('live')}; echo restored >>${path('log')}`,
    }
    return [
      guarded(file(path('config'), {content: 'new\n'}), guard),
      guarded(file(path('config.d/mine'), {content: 'mine\n'}), guard),
      command('live', {check: sh`grep -qx new ${path('live')}`, apply: sh`echo new >${path('live')}`}),
    ]
  }

  const old = {config: 'old\n', live: 'old\n', directory: ['there'], state: false}
  const found = () => ({
    config: read('config'),
    live: read('live'),
    directory: readdirSync(path('config.d')),
    state: readdirSync(place).includes('state'),
  })

  async function apply(
    resources: readonly Resource[],
    answers: () => boolean = () => true,
    seconds = 2,
    through: Connection = connection,
  ) {
    const events: RunEvent[] = []
    const calls: string[] = []
    const way = {
      async connect() {
        calls.push('connect')
        if (!answers()) throw new Error('refused')
        return through
      },
      async reset() {
        calls.push('reset')
      },
    }
    const later = command('later', {check: raw('false'), apply: raw(`echo broken >&2; false`)})
    const sections = [
      {role: 'door', resources},
      {role: 'after', resources: [{...later, check: sh`[ ! -e ${path('fail')} ]`}]},
    ]
    const program = compile(sections, {
      checkMode: false,
      stateDirectory: path('state'),
      runtimeDirectory: place,
      guardSeconds: seconds,
    })
    const options = {host: 'box', become: false, canReboot: false, report: (event: RunEvent) => events.push(event)}
    return {outcome: await applyProgram(way, program, options), calls, events}
  }

  it('stays when a new connection confirms it, and the program goes on', async () => {
    const {outcome, calls} = await apply(risky())
    expect(outcome).toMatchObject({outcome: 'changed', changed: 3, ok: 1, failed: 0})
    expect(calls).toEqual(['connect', 'reset', 'connect', 'connect'])
    expect(found()).toEqual({config: 'new\n', live: 'new\n', directory: ['mine', 'there'], state: false})
    expect((await apply(risky())).calls).toEqual(['connect'])
  })

  it('is put back by the host when nobody can come back', async () => {
    let connections = 0
    const cutOff = () => ++connections === 1 || read('config') === 'old\n'
    const {outcome} = await apply(risky(), cutOff)
    expect(outcome.message).toBe(
      'Host box could not be used over a new connection after a change of door (refused). What was changed of door was put back as it was before. The host answers again.',
    )
    expect(outcome.outcome).toBe('failed')
    expect({...found(), log: read('log')}).toEqual({...old, log: 'restored\n'})
  })

  it('is put back once when the answer that it was is lost', async () => {
    let connections = 0
    let lost = 0
    const cutOff = () => ++connections === 1 || read('config') === 'old\n'
    const losing: Connection = {
      ...connection,
      async exec(text, options) {
        const result = await connection.exec(text, options)
        if (!result.stdout.startsWith('put-back') || ++lost > 1) return result
        throw new Error('the connection was lost')
      },
    }
    const {outcome} = await apply(risky(), cutOff, 2, losing)
    expect(outcome.message).toContain('What was changed of door was put back as it was before.')
    expect({...found(), log: read('log'), lost}).toEqual({...old, log: 'restored\n', lost: 2})
  })

  it('is put back at once when its role fails', async () => {
    const broken = command('broken', {check: raw('false'), apply: raw('echo no such thing >&2; exit 3')})
    const {outcome, events} = await apply([...risky(), broken], undefined, 60)
    expect(outcome.message).toBe('Role door failed on box at command:broken (exit 3): no such thing')
    expect(events).toContainEqual({
      type: 'warning',
      target: 'box',
      text: 'What was changed of door was put back as it was before.',
    })
    expect({...found(), log: read('log')}).toEqual({...old, log: 'restored\n'})
  })

  it('stays when a later role fails', async () => {
    writeFileSync(path('fail'), '')
    const {outcome} = await apply(risky(), undefined, 60)
    expect(outcome.message).toBe('Role after failed on box at command:later (exit 1): broken')
    expect(found()).toMatchObject({config: 'new\n', live: 'new\n'})
  })

  it('is put back when the run dies in the middle', async () => {
    const dies = command('dies', {check: raw('false'), apply: raw('kill -9 $$'), timeout: 1})
    const {outcome} = await apply([...risky(), dies], undefined, 1)
    expect(outcome.message).toContain('What was changed of door was put back as it was before. The host answers again.')
    expect(found()).toEqual({...old})
  })

  /** Changes, and dies before anything is confirmed. */
  async function die(resources: readonly Resource[]) {
    let connections = 0
    const stop = new Error('the mother is gone')
    const dead = () => {
      connections += 1
      if (connections > 1) throw stop
      return true
    }
    void apply(resources, dead, 30).catch(() => undefined)
    while (!readdirSync(place).includes('hive-guard-deadline') || read('live') === 'old\n') await pause(20)
    await pause(200)
  }

  it('is put back by one at a time, and by the next when that one dies', async () => {
    await die(risky(0.5))
    const program = [path('state/guard-program'), path('state'), place]
    const killed = spawn('sh', [...program, 'now'], {detached: true})
    while (existsSync(path('config.d/mine'))) await pause(20)
    process.kill(-Number(killed.pid), 'SIGKILL')
    expect({live: read('live'), log: existsSync(path('log'))}).toEqual({live: 'new\n', log: false})
    const guard = (verb: string) => connection.exec(sh`sh ${program} ${verb}`.text, {timeout: 20})
    await Promise.all([guard('now'), guard('now'), guard('ask')])
    await guard('forget')
    expect({...found(), log: read('log')}).toEqual({...old, log: 'restored\n'})
  })

  it('is confirmed by the next run when the mother died before she could', async () => {
    await die(risky())
    const {outcome} = await apply(risky())
    expect(outcome).toMatchObject({outcome: 'ok', failed: 0})
    expect(found()).toMatchObject({config: 'new\n', state: false})
  })
})

it('is clean shell', () => {
  const guard = {name: 'door', paths: ['/etc/door', '/etc/a b'], restore: sh`echo ${'a b'}`}
  const {shell} = compile([{role: 'door', resources: [guarded(file('/etc/door', {content: 'x'}), guard)]}], {
    checkMode: false,
  })
  expect(shellcheck(shell.text)).toBe('')
  expect(shellcheck(guardScript)).toBe('')
})

it('keeps no secret on a host', () => {
  const restore = sh`echo ${secret('hidden')}`
  expect(() => guarded(file('/etc/door', {content: 'x'}), {name: 'door', paths: [], restore})).toThrow(
    'What puts door back is kept on the host and can hold no secret.',
  )
})
