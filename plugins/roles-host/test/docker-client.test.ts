import {chmod, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {shellcheck} from '../../../test/conformance/shellcheck.ts'
import {makeSite} from '../../../test/support/site.ts'
import {dockerClient} from '../src/docker-client.ts'
import {dcp, dexec, dsh} from '../src/service-tools.ts'
import {resourcesOf} from './case.ts'

const tools = {dexec: dexec(makeSite({hosts: 3})), dsh, dcp}

test('leaves the login user its certificates and everybody the tools', () => {
  expect(resourcesOf(dockerClient).map(({id}) => id)).toEqual([
    'directory:/home/admin/.docker',
    'file:/home/admin/.docker/ca.pem',
    'file:/home/admin/.docker/cert.pem',
    'file:/home/admin/.docker/key.pem',
    'file:/usr/bin/dexec',
    'file:/usr/bin/dsh',
    'file:/usr/bin/dcp',
  ])
})

test.each(Object.entries(tools))('%s is clean shell', (_name, text) => {
  expect(shellcheck(text)).toBe('')
})

describe.each(['dash', 'busybox sh'])('the tools under %s', shell => {
  let directory = ''

  // Says what it was called with; knows one service, and only the second manager is up.
  const docker = `#!/bin/sh
printf 'docker %s\\n' "$*" >>calls
case "$*" in
  *p-hive0*service*) exit 1 ;;
  *'service inspect'*web) ;;
  *'service ps'*web) printf '%s\\n' 'web.1.aaa p-hive0 Running 2 hours ago' 'web.2.bbb p-hive1 Preparing 1 second ago' 'web.3.ccc p-hive2 Running 3 hours ago' ;;
  *'service inspect'*) echo 'no such service: db' >&2; exit 1 ;;
esac
`

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hive-tools-'))
    const write = async (name: string, text: string) => {
      await writeFile(join(directory, name), text.replace('#!/bin/sh', `#!/usr/bin/env -S ${shell}`))
      await chmod(join(directory, name), 0o755)
    }
    await Promise.all([...Object.entries(tools), ['docker', docker]].map(([name = '', text = '']) => write(name, text)))
  })

  afterEach(() => rm(directory, {recursive: true}))

  const run = async (command: string, ...words: readonly string[]) => {
    const {exitCode, stderr, stdout} = await execa(join(directory, command), words, {
      cwd: directory,
      env: {PATH: `${directory}:${process.env.PATH}`, DOCKER_HOST: ''},
      reject: false,
      stdin: 'ignore',
    })
    return {exitCode, stderr, stdout}
  }
  const lastCall = async () => (await readFile(join(directory, 'calls'), 'utf8')).trim().split('\n').at(-1)

  test('run a command in the first running task, found through the first manager that answers', async () => {
    expect(await run('dexec', 'web', 'cat', 'a b')).toEqual({exitCode: 0, stderr: '', stdout: ''})
    expect(await readFile(join(directory, 'calls'), 'utf8')).toMatchInlineSnapshot(`
      "docker -H tcp://p-hive0.example:2376 service inspect --format {{.ID}} web
      docker -H tcp://p-hive1.example:2376 service inspect --format {{.ID}} web
      docker -H tcp://p-hive1.example:2376 service ps --no-trunc --filter desired-state=running --format {{.Name}}.{{.ID}} {{.Node}} {{.CurrentState}} web
      docker -H tcp://p-hive0.example:2376 exec -i web.1.aaa cat a b
      "
    `)
  })

  test('count running tasks only', async () => {
    expect((await run('dexec', '-2', '-w', 'web')).stdout).toBe('tcp://p-hive2.example:2376 web.3.ccc')
  })

  test.each([
    ['dexec', ['-3', 'web', 'true'], 1, 'dexec: service web has no running task 3'],
    ['dexec', ['db', 'true'], 1, 'no such service: db'],
    ['dcp', ['db:/a', '/b'], 1, 'no such service: db'],
  ])('%s %j says what is not there', async (tool, words, exitCode, stderr) => {
    expect(await run(tool, ...words)).toEqual({exitCode, stderr, stdout: ''})
  })

  test.each([
    ['dexec', []],
    ['dexec', ['web']],
    ['dexec', ['-x', 'web', 'true']],
    ['dsh', []],
    ['dcp', ['a', 'b']],
    ['dcp', ['web:a', 'web:b']],
    ['dcp', ['-x', 'web:a', 'b']],
  ])('%s %j tells how it is used', async (tool, words) => {
    const {exitCode, stderr} = await run(tool, ...words)
    expect([exitCode, stderr.split(' ').slice(0, 2)]).toEqual([2, ['Usage:', tool]])
  })

  test('copy in both directions', async () => {
    await run('dcp', '-a', 'web:/etc/hosts', '/tmp/x')
    expect(await lastCall()).toBe('docker -H tcp://p-hive0.example:2376 cp -a -- web.1.aaa:/etc/hosts /tmp/x')
    await run('dcp', '-2', '-L', '/tmp/x', 'web:/srv/x')
    expect(await lastCall()).toBe('docker -H tcp://p-hive2.example:2376 cp -L -- /tmp/x web.3.ccc:/srv/x')
  })

  test('open a shell of the right size', async () => {
    await run('dsh', '-2', 'web')
    expect(await lastCall()).toMatch(
      /^docker -H tcp:\/\/p-hive2\.example:2376 exec -i web\.3\.ccc env TERM=\S+ LINES=24 COLUMNS=80 sh -c /,
    )
  })
})
