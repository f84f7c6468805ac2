import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {HiveError} from '../../src/error.ts'
import type {PhaseOptions} from '../../src/phases/phase.ts'
import {setupHosts} from '../../src/phases/setup-hosts.ts'
import {command} from '../../src/resource/index.ts'
import {defineClusterRole, defineHostRole, defineProjectRole, type HostRole, type Role} from '../../src/role.ts'
import type {Session} from '../../src/session.ts'
import {sh} from '../../src/shell/sh.ts'
import {localConnection} from '../../src/transport/local.ts'
import {makeSession} from '../support/session.ts'
import {makeSite} from '../support/site.ts'

let directory = ''

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hive-setup-'))
})

afterEach(() => rm(directory, {recursive: true}))

/** Every host is this machine; what a role leaves is a line in a file of the host's name. */
const first = writes('first')
const second = writes('second')

test('brings every host to where its roles want it, then the cluster', async () => {
  const cluster = clusterRole()
  const report = await run([first, second, cluster], {})
  expect(report).toMatchObject({phase: 'setup-hosts', outcome: 'changed'})
  expect(rows(report)).toEqual([
    'p-hive0.example changed 2',
    'p-hive1.example changed 2',
    'p-hive2.example changed 2',
    'swarm changed 1',
  ])
  expect(await written('p-hive1.example')).toBe('first\nsecond\n')
  expect(await written('cluster')).toBe('p-hive0.example,p-hive1.example\n')
  expect(rows(await run([first, second], {}))).toEqual([
    'p-hive0.example ok 0',
    'p-hive1.example ok 0',
    'p-hive2.example ok 0',
  ])
})

test('check mode tells and changes nothing', async () => {
  const report = await run([first, clusterRole()], {}, {checkMode: true})
  expect(report.outcome).toBe('would-change')
  expect(rows(report)).toContain('swarm would-change 1')
  expect(report.changes.map(({id, host}) => [id, host])).toEqual([
    ['command:first', 'p-hive0.example'],
    ['command:first', 'p-hive1.example'],
    ['command:first', 'p-hive2.example'],
    ['swarm', undefined],
  ])
  await expect(written('p-hive0.example')).rejects.toThrow('ENOENT')
})

describe('a host that fails', () => {
  const fails = defineHostRole({
    name: 'fails',
    group: 'servers',
    resources: ({index}) => [
      command('it works', {check: index === 1 ? sh`false` : sh`:`, apply: sh`echo no room >&2; false`}),
    ],
  })

  test('keeps no other from going on, and the cluster waits for it', async () => {
    const report = await run([first, fails, second, clusterRole()], {})
    expect(rows(report)).toEqual([
      'p-hive0.example changed 2',
      'p-hive1.example failed 1',
      'p-hive2.example changed 2',
      'swarm skipped 0',
    ])
    expect(report.targets.map(({message}) => message)).toEqual([
      undefined,
      expect.stringMatching(/fails.*it works.*no room/s),
      undefined,
      'Left alone, because it needs p-hive1.example, which failed.',
    ])
  })

  test('does so too when a role cannot be told what to do', async () => {
    const refuses = defineHostRole({
      name: 'refuses',
      group: 'repository',
      resources() {
        throw new HiveError('INVENTORY_INVALID', 'hive_zone should be a text, got 7.')
      },
    })
    const report = await run([first, refuses], {})
    expect(rows(report)).toEqual(['p-hive0.example changed 1', 'p-hive1.example changed 1', 'p-hive2.example failed 0'])
    expect(report.targets.at(-1)?.message).toBe('hive_zone should be a text, got 7.')
  })
})

describe('a role of the project', () => {
  const place = defineProjectRole({name: 'addon', group: 'servers'})

  test('is applied in its place, in the same program as the others', async () => {
    await nativeRole('addon', `check: sh\`grep -qxF addon \${path}\`, apply: sh\`echo addon >>\${path}\``)
    const report = await run([first, place, second], {})
    expect(await written('p-hive1.example')).toBe('first\naddon\nsecond\n')
    expect(rows(report)).toContain('p-hive1.example changed 3')
  })

  test('comes after the cluster where its place is there, on the hosts that did not fail', async () => {
    await nativeRole('addon', `check: sh\`test -e \${path}-after\`, apply: sh\`cp \${path} \${path}-after\``)
    const report = await run([first, clusterRole(), place], {})
    expect(rows(report)).toEqual([
      'p-hive0.example changed 2',
      'p-hive1.example changed 2',
      'p-hive2.example changed 2',
      'swarm changed 1',
    ])
    const broken = defineClusterRole({name: 'swarm', plan: () => Promise.reject(new HiveError('HOST_FAILED', 'No.'))})
    const {targets} = await run([first, broken, place], {})
    expect(targets.slice(-2).map(({target, outcome, message}) => [target, outcome, message])).toEqual([
      ['swarm', 'failed', 'No.'],
      ['addon', 'skipped', 'Left alone, because swarm failed.'],
    ])
  })

  test('is nothing where the project has none, also when it is asked for', async () => {
    expect(rows(await run([first, place], {tags: ['addon']}))).toEqual([])
  })

  async function nativeRole(name: string, state: string): Promise<void> {
    const folder = join(directory, 'roles', name)
    await mkdir(folder, {recursive: true})
    await writeFile(
      join(folder, 'role.ts'),
      `import {command, defineHostRole, sh} from '@hive-ci/cli'
export default defineHostRole({name: 'x', group: 'servers', resources: host => {
  const path = ${JSON.stringify(directory)} + '/' + host.name
  return [command('added', {${state}})]
}})`,
    )
  }
})

describe('-l and -T', () => {
  test('leave everything else alone', async () => {
    await run([first, second, clusterRole()], {limit: ['p-hive2.example'], tags: ['second']})
    expect(await written('p-hive2.example')).toBe('second\n')
    await expect(written('p-hive0.example')).rejects.toThrow('ENOENT')
    await expect(written('cluster')).rejects.toThrow('ENOENT')
  })

  test.each([
    [{tags: ['secnd']}, 'Unknown role "secnd" in this stage; did you mean second?'],
    [{limit: ['p-hive7.example']}, 'Unknown host "p-hive7.example" in this stage; did you mean'],
  ])('refuse %j', async (options, message) => {
    await expect(run([first, second], options)).rejects.toThrow(message)
  })
})

describe('a role', () => {
  test('gets its own facts and those of every host, whatever others call theirs', async () => {
    const seen: unknown[] = []
    const asks = (name: string, answer: string): HostRole =>
      defineHostRole({
        name,
        group: 'repository',
        facts: {answer: sh`echo ${answer}`},
        resources(_host, _site, {answer: own, systemd}) {
          seen.push([name, own, typeof systemd])
          return []
        },
      })
    await run([asks('one', '1'), asks('two', '2')], {})
    expect(seen).toEqual([
      ['one', '1', 'string'],
      ['two', '2', 'string'],
    ])
  })

  test('gets the context files it prepared on the mother', async () => {
    const prepared = defineHostRole({
      name: 'prepared',
      group: 'repository',
      prepare: async ({site}) => [
        {id: 'context:word', action: 'create', details: [], apply: () => writeWord(site.contextDirectory)},
      ],
      material: () => ['word'],
      resources: (host, _site, _facts, material) => [appends(host.name, material.text('word').trim())],
    })
    const report = await run([prepared], {})
    expect(rows(report)).toEqual(['p-mother.example changed 1', 'p-hive2.example changed 1'])
    expect(await written('p-hive2.example')).toBe('secret word\n')
  })

  test('is asked in check mode with a stand-in for what nobody made yet', async () => {
    const seen: string[] = []
    const prepared = defineHostRole({
      name: 'prepared',
      group: 'repository',
      material: () => ['word'],
      resources(_host, _site, _facts, material) {
        seen.push(material.text('word'))
        return []
      },
    })
    await run([prepared], {}, {checkMode: true})
    expect(seen).toEqual(['(made by setup-hosts)\n'])
  })

  test('warns once, whatever the number of hosts', async () => {
    const warns = defineHostRole({
      name: 'warns',
      group: 'hives',
      warnings: () => ['The kernel is old.'],
      resources: () => [],
    })
    const session = sessionOf([warns])
    await setupHosts.run(session, options({}))
    expect(session.events.filter(event => event.type === 'warning')).toEqual([
      {type: 'warning', target: 'p-hive0.example, p-hive1.example', text: 'The kernel is old.'},
    ])
  })
})

describe('a cluster role', () => {
  test('that cannot look ends in a row with the reason', async () => {
    const role = defineClusterRole({
      name: 'swarm',
      plan: () => Promise.reject(new HiveError('ENGINE_UNAVAILABLE', 'No Docker engine runs on p-hive0.example.')),
    })
    const wet = await run([role], {})
    const dry = await run([role], {}, {checkMode: true})
    expect([wet.targets, dry.targets].flat().map(({outcome, message}) => [outcome, message])).toEqual([
      ['failed', 'No Docker engine runs on p-hive0.example.'],
      ['skipped', 'It can be looked at when the engines run. No Docker engine runs on p-hive0.example.'],
    ])
  })

  test('ends with the first change that fails and tells the others as done', async () => {
    const done: string[] = []
    const change = (id: string, isRight: boolean) => ({
      id,
      action: 'create' as const,
      details: [],
      apply: async () => {
        if (!isRight) throw new Error('no')
        done.push(id)
      },
    })
    const role = defineClusterRole({
      name: 'swarm',
      plan: async () => [change('a', true), change('b', false), change('c', true)],
    })
    const report = await run([role], {})
    expect(report.targets).toMatchObject([{target: 'swarm', outcome: 'failed', message: 'no', changed: 1}])
    expect([done, report.changes.map(({id}) => id)]).toEqual([['a'], ['a']])
  })
})

describe('what a role has left to tell when all is set up', () => {
  const tells = defineHostRole({
    name: 'tells',
    group: 'servers',
    facts: {word: sh`echo own`},
    appliesTo: ({index}) => index !== 1,
    resources: ({index}) => [command('it works', {check: index === 2 ? sh`false` : sh`:`, apply: sh`false`})],
    conclude: async (_session, hosts) => {
      const told = hosts.map(({host, facts}) => `${host.shortName} ${facts.word} ${typeof facts.systemd}`)
      const apply = async () => {
        throw new Error('nobody listens')
      }
      return [{id: 'told', action: 'create', details: told, apply}]
    },
  })

  test('comes last, for the hosts that were set up, and fails alone', async () => {
    const report = await run([tells, second, clusterRole()], {limit: ['p-hive0.example', 'p-hive1.example']})
    expect(rows(report)).toEqual([
      'p-hive0.example changed 1',
      'p-hive1.example changed 1',
      'swarm changed 1',
      'tells failed 0',
    ])
    const planned = await run([first, tells], {}, {checkMode: true})
    expect(planned.changes.at(-1)).toEqual({
      id: 'told',
      action: 'create',
      details: ['p-hive0 own string', 'p-hive2 own string'],
    })
  })

  test('may be nothing, and is nothing where no host of the role was set up', async () => {
    const silent = {...tells, conclude: async () => undefined}
    const limit = ['p-hive0.example', 'p-hive1.example']
    expect(rows(await run([silent], {limit}))).toEqual(['p-hive0.example ok 0'])
    expect(rows(await run([tells], {limit: ['p-hive2.example']}))).toEqual(['p-hive2.example failed 0'])
  })
})

test('an interrupted run throws', async () => {
  const interrupted = AbortSignal.abort(new HiveError('INTERRUPTED', 'Interrupted.'))
  await expect(run([first], {}, {signal: interrupted})).rejects.toThrow('Interrupted')
})

function writes(name: string): HostRole {
  return defineHostRole({name, group: 'servers', resources: host => [appends(host.name, name)]})
}

function appends(fileName: string, text: string) {
  const path = join(directory, fileName)
  return command(text, {check: sh`grep -qxF ${text} ${path}`, apply: sh`echo ${text} >>${path}`})
}

function clusterRole(): Role {
  return defineClusterRole({
    name: 'swarm',
    plan: async (_session, hosts) => {
      const apply = async () => {
        await localConnection().exec(
          sh`echo ${hosts.map(host => host.name).join(',')} >${join(directory, 'cluster')}`.text,
        )
      }
      return [{id: 'swarm', action: 'create', details: [], apply}]
    },
  })
}

async function writeWord(contextDirectory: string): Promise<void> {
  await localConnection().exec(sh`mkdir -p ${contextDirectory} && echo secret word >${contextDirectory}/word`.text)
}

function options(wish: Partial<PhaseOptions>): PhaseOptions {
  return {limit: [], limitServer: [], tags: [], destroy: false, halt: false, prune: false, ...wish}
}

function sessionOf(roles: readonly Role[], wish: Partial<Session> = {}) {
  const site = makeSite({hosts: 3, rootDirectory: directory, contextDirectory: join(directory, 'context')})
  return makeSession(site, localConnection(), {
    extensions: {providers: new Map(), roles, imageRoles: new Map()},
    ...wish,
  })
}

function run(roles: readonly Role[], wish: Partial<PhaseOptions>, sessionWish: Partial<Session> = {}) {
  return setupHosts.run(sessionOf(roles, sessionWish), options(wish))
}

function rows({targets}: {readonly targets: readonly {target: string; outcome: string; changed: number}[]}): string[] {
  return targets.map(({target, outcome, changed}) => `${target} ${outcome} ${changed}`)
}

function written(name: string): Promise<string> {
  return readFile(join(directory, name), 'utf8')
}
