import {chmod, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa} from 'execa'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {sh} from '../../../src/shell/sh.ts'
import type {BackupScript, Service, Site} from '../../../src/site/site.ts'
import {testRole} from '../../../test/conformance/index.ts'
import {makeService} from '../../../test/support/service.ts'
import {makeSite} from '../../../test/support/site.ts'
import {backupProgram} from '../src/backup-program.ts'
import {backupTools} from '../src/backup-tools.ts'
import {registryBackup} from '../src/own-backup.ts'

const debian = {family: 'debian', os: 'debian', osVersion: '12'}
const redhat = {family: 'redhat', os: 'almalinux', osVersion: '9.4'}

function script(name: string, wish: Partial<BackupScript> = {}): BackupScript {
  return {name, ext: 'tar.gz', batchScripts: [], ...wish}
}

function siteWith(...services: Service[]): Site {
  return {...makeSite({hosts: 2}), services}
}

describe.each([debian, redhat])('on $os', facts => {
  const site = siteWith(makeService('web', {standalone: true, backupScripts: [script('data', {directory: '/a b'})]}))
  const hosts = site.hosts.filter(host => host.isRepository)
  testRole(backupTools, {hosts, site, facts})
})

test.each([
  [
    'a b',
    'services.yml:3: web: backup_scripts: "a b" should be of letters, digits, ".", "_" and "-": files are named after it.',
  ],
  [
    'hive-registry',
    'services.yml:3: web: backup_scripts: "hive-registry" is the name of a backup of hive-registry already.',
  ],
])('refuses the name %j', (name, message) => {
  const position = {file: 'services.yml', line: 3, column: 1}
  const site = siteWith(makeService('web', {position, backupScripts: [script(name)]}))
  expect(() => programOf(site, '/home/admin')).toThrow(message)
})

describe('hive-backup.sh', () => {
  let home = ''
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'hive-backup-'))
    await mkdir(join(home, 'bin'))
    await mkdir(join(home, 'data'))
    await mkdir(join(home, 'images'))
    // The tasks of the services are here.
    await install(
      'dexec',
      '#!/bin/sh\nshift\nprintf "%s\\n" "$1" >>"$HOME/asked"\n[ "$1" != down ] || { echo "no task" >&2; exit 1; }\nshift\nexec "$@"\n',
    )
    await install('docker', '#!/bin/sh\nshift 5\nexec "$@"\n')
  })
  afterEach(() => rm(home, {recursive: true}))

  const install = async (name: string, text: string) => {
    await writeFile(join(home, 'bin', name), text)
    await chmod(join(home, 'bin', name), 0o755)
  }
  const run = async (site: Site, ...words: readonly string[]) => {
    const program = join(home, 'bin', 'hive-backup.sh')
    await install('hive-backup.sh', programOf(site, home).replaceAll('/tmp/hive-restore.tar', join(home, 'staged.tar')))
    const env = {HOME: home, PATH: `${join(home, 'bin')}:${process.env.PATH}`}
    const {exitCode, stderr, stdout} = await execa(program, words, {env, reject: false, stdin: 'ignore'})
    return {exitCode, stderr, stdout: stdout.replaceAll(/\d{14}/g, 'TIME')}
  }
  const data = (name: string) => join(home, 'data', name)
  const files = async () => (await readdir(join(home, 'backup'))).filter(name => !name.startsWith('.')).toSorted()
  const web = (wish: Partial<BackupScript> = {}) =>
    siteWith(makeService('web', {backupScripts: [script('www', {directory: join(home, 'data'), ...wish})]}))

  test('is clean bash', async () => {
    const input = programOf(web({batchScripts: ['a', 'b c']}), home)
    const {stdout} = await execa('shellcheck', ['-s', 'bash', '-f', 'gcc', '-'], {input, reject: false})
    expect(stdout).toBe('')
  })

  test('backs up and restores a directory, hidden files and odd names included', async () => {
    await writeFile(data('.hidden'), 'one')
    await writeFile(data(`it's "two"`), 'two')
    const taken = await run(web(), '-l', 'web')
    expect(taken).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: expect.stringMatching(/^OK web\/www backup-www-TIME\.tar\.gz \d+ bytes$/),
    })
    await rm(data('.hidden'))
    await writeFile(data('newer'), 'three')
    expect((await run(web(), '-r', '-l', 'web')).stdout).toBe('OK web/www backup-www-TIME.tar.gz')
    expect((await readdir(join(home, 'data'))).toSorted()).toEqual(['.hidden', `it's "two"`])
    expect(await readFile(data(`it's "two"`), 'utf8')).toBe('two')
    expect(await readdir(home)).not.toContain('staged.tar')
  })

  test('backs up what a command writes and gives it back to another', async () => {
    const backupScripts = [
      script('dump', {backupCommand: `cat '${data('db')}'`, restoreCommand: `cat >'${data('db')}'`, ext: 'sql'}),
      script('file', {
        backupCommand: 'echo busy',
        backupFile: data('db'),
        restoreCommand: 'true',
        restoreFile: data('copy'),
        ext: 'sql',
      }),
    ]
    const site = siteWith(makeService('db', {backupScripts}))
    await writeFile(data('db'), 'rows')
    expect((await run(site, '-l', 'db')).stdout).toBe(
      'OK db/dump backup-dump-TIME.sql 4 bytes\nOK db/file backup-file-TIME.sql 4 bytes',
    )
    await writeFile(data('db'), 'lost')
    expect((await run(site, '-r', '-l', 'db')).stdout).toBe(
      'OK db/dump backup-dump-TIME.sql\nOK db/file backup-file-TIME.sql',
    )
    expect([await readFile(data('db'), 'utf8'), await readFile(data('copy'), 'utf8')]).toEqual(['rows', 'rows'])
  })

  test('runs batch scripts first, also where there is nothing to back up', async () => {
    const site = siteWith(
      makeService('job', {
        backupScripts: [script('job', {batchScripts: [`echo 1 >'${data('x')}'`, `echo 2 >>'${data('x')}'`]})],
      }),
    )
    expect((await run(site, '-l', 'job')).stdout).toBe('OK job/job 2 commands run')
    expect(await readFile(data('x'), 'utf8')).toBe('1\n2\n')
    expect(await files()).toEqual([])
  })

  test('goes on after a failure, says which it was and fails', async () => {
    const down = makeService('down', {backupScripts: [script('gone', {directory: '/srv'})]})
    const odd = makeService('odd', {
      backupScripts: [script('half', {backupCommand: 'echo half; exit 3'}), script('nothing', {backupCommand: ':'})],
    })
    const site = {...web(), services: [down, odd, ...web().services]}
    const {exitCode, stderr, stdout} = await run(site)
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/no task[\s\S]*the backup is empty/)
    expect(stdout.replaceAll(/\d+ bytes/g, 'N bytes')).toBe(
      'OK hive-registry/hive-registry backup-hive-registry-TIME.tar.gz N bytes\nFAIL down/gone no task\nFAIL odd/half \nFAIL odd/nothing the backup is empty\nOK web/www backup-www-TIME.tar.gz N bytes',
    )
    expect((await files()).filter(name => /gone|half|nothing/.test(name))).toEqual([])
  })

  test('forgets backups that are too old, never the only good one', async () => {
    const old = async (name: string) => {
      await writeFile(join(home, 'backup', name), 'old')
      await utimes(join(home, 'backup', name), 0, 0)
    }
    await run(web(), '-l', 'web')
    await Promise.all(['backup-www-20200101000000.tar.gz', 'backup-www-2-20200101000000.tar.gz'].map(old))
    await install('dexec', '#!/bin/sh\nexit 1\n')
    await run(web({cleanupDaysBefore: 3}), '-l', 'web')
    expect(await files()).toContain('backup-www-20200101000000.tar.gz')
    await install('dexec', '#!/bin/sh\nshift 2\nexec "$@"\n')
    await run(web({cleanupDaysBefore: 3}), '-l', 'web')
    expect(await files()).not.toContain('backup-www-20200101000000.tar.gz')
    expect(await files()).toContain('backup-www-2-20200101000000.tar.gz')
  })

  test('keeps the data when the backup is damaged or not there', async () => {
    await writeFile(data('x'), 'dear')
    expect(await run(web(), '-r', '-l', 'web')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('there is no'),
    })
    await run(web(), '-l', 'web')
    await writeFile(join(home, 'backup', 'backup-www-latest.tar.gz'), 'scratched')
    expect(await run(web(), '-r', '-l', 'web')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('is damaged'),
    })
    expect(await readFile(data('x'), 'utf8')).toBe('dear')
  })

  test('restores an older backup by its name, and only for the service it is of', async () => {
    await writeFile(data('x'), 'first')
    await run(web(), '-l', 'web')
    const [first = ''] = await files()
    await writeFile(data('x'), 'second')
    await writeFile(
      join(home, 'backup', 'backup-www-20200101000000.tar.gz'),
      await readFile(join(home, 'backup', first)),
    )
    expect((await run(web(), '-r', '-l', 'web', '--from', 'backup-www-20200101000000.tar.gz')).exitCode).toBe(0)
    expect(await readFile(data('x'), 'utf8')).toBe('first')
    expect(await run(web(), '-r', '-l', 'web', '--from', 'backup-w-20200101000000.tar.gz')).toMatchObject({exitCode: 2})
    expect(await run(web(), '-r', '-l', 'web', '--from', '../x')).toMatchObject({exitCode: 2})
  })

  test('lists what there is with size and checksum', async () => {
    await writeFile(data('x'), 'x')
    await run(web(), '-l', 'web')
    expect((await run(web(), '--list')).stdout).toMatch(/^web\twww\tbackup-www-TIME\.tar\.gz\t\d+\t\d+\t[0-9a-f]{64}$/)
  })

  test('tells of each entry its newest backup, and how the last one failed if it did', async () => {
    const status = async (site: Site) =>
      (await run(site, '--status', '-l', 'web')).stdout.replaceAll(/\b\d{10}\b/g, 'WHEN')
    expect(await status(web())).toBe('web\twww\t\t\t\t\t')
    await run(web(), '-l', 'web')
    expect(await status(web())).toMatch(/^web\twww\tbackup-www-TIME\.tar\.gz\t\d+\tWHEN\t\t$/)
    await install('dexec', '#!/bin/sh\necho "no task" >&2\nexit 1\n')
    await run(web(), '-l', 'web')
    await run(web(), '-r', '-l', 'web')
    expect(await status(web())).toMatch(/^web\twww\tbackup-www-TIME\.tar\.gz\t\d+\tWHEN\tWHEN\tno task$/)
    await install('dexec', '#!/bin/sh\nshift 2\nexec "$@"\n')
    await run(web(), '-l', 'web')
    expect(await status(web())).toMatch(/WHEN\t\t$/)
  })

  test('compares a restored copy with the backup, file by file', async () => {
    await writeFile(data('x'), 'x')
    await run(web(), '-l', 'web')
    const drill = (site: Site) => run(site, '--into', 'tcp://node:2376,copy', '--kind', 'directory', '-l', 'web')
    expect((await drill(web())).stdout).toBe('OK web/www backup-www-TIME.tar.gz restored; 1 files are equal')
    await install('docker', '#!/bin/sh\nshift 5\n"$@"\nstatus=$?\necho y >"$HOME/data/x"\nexit $status\n')
    expect(await drill(web())).toMatchObject({exitCode: 1, stdout: expect.stringMatching(/^FAIL web\/www > .*x$/)})
  })

  test('does not take a dump for good that is empty, or of which little arrives', async () => {
    const restoreCommand = `cat >'${data('db')}'`
    const entry = script('dump', {backupCommand: `cat '${data('db')}'`, restoreCommand, ext: 'sql'})
    const site = siteWith(makeService('db', {backupScripts: [entry]}))
    const drill = async (born: string, wish: Partial<BackupScript> = {}) => {
      const drilled = siteWith(makeService('db', {backupScripts: [{...entry, ...wish}]}))
      await writeFile(data('db'), born)
      return (await run(drilled, '--into', 'tcp://node:2376,copy', '--kind', 'command', '-l', 'db')).stdout
    }
    await writeFile(data('db'), 'many rows')
    await run(site, '-l', 'db')
    expect(await drill('none')).toBe('OK db/dump backup-dump-TIME.sql restored; a backup of the copy has 9 bytes')
    expect(await drill('no header')).toBe('FAIL db/dump the backup is as empty as that of a copy without data: 9 bytes')
    expect(await drill('none', {restoreCommand: `head -c 3 >'${data('db')}'`})).toBe(
      'FAIL db/dump a backup of the copy has 3 bytes, what was restored 9',
    )
  })

  test('says how it is used, and what it does not know', async () => {
    expect((await run(web(), '--help')).exitCode).toBe(2)
    expect(await run(web(), '-l', 'web,nobody')).toEqual({
      exitCode: 2,
      stderr: 'hive-backup.sh: nobody has no backup_scripts',
      stdout: '',
    })
  })

  test('does not run twice at once', async () => {
    await run(web(), '-l', 'web')
    const slow = web({batchScripts: ['sleep 2']})
    const [first, second] = await Promise.all([
      run(slow, '-l', 'web'),
      new Promise(later => setTimeout(later, 700)).then(() => run(slow, '-l', 'web')),
    ])
    expect([first.exitCode, second.exitCode, second.stderr]).toEqual([0, 1, 'hive-backup.sh: another one is at work'])
  })
})

function programOf(site: Site, home: string): string {
  const [repository] = site.hosts.filter(host => host.isRepository)
  if (repository === undefined) throw new Error('no repository host')
  const images = join(home, 'images')
  const registry = {pack: sh`tar czf - -C ${images} .`, unpack: sh`tar xzf "$1" -C ${images}`}
  return backupProgram({...repository, homeDirectory: home}, site, [registryBackup(site, registry)])
}
