import {chmod, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {gzip} from 'node:zlib'
import {execa} from 'execa'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {makeSite} from '../../../test/support/site.ts'
import {backupProgram} from '../src/backup-program.ts'
import {type OwnWork, zabbixBackup} from '../src/own-backup.ts'
import {containedBackup} from '../src/zabbix/contained-backup.ts'
import {packagedBackup} from '../src/zabbix/packaged-backup.ts'

/** psql, mariadb and what dumps: each database is a file whose text is its dump, and what says BROKEN cannot be loaded. */
const databaseServer = `#!/bin/bash
cd "$HOME/db" || exit
database=\${!#} isLoaded=''
load() {
  isLoaded=yes
  cat >>"$database"
  if grep -q BROKEN "$database"; then printf 'ERROR: BROKEN is no statement\\n  of SQL\\n' >&2; exit 3; fi
}
run() {
  case $1 in
    'DROP DATABASE IF EXISTS '*) rm -f "\${1##* }" ;;
    'CREATE DATABASE '*) set -- $1; : >"$3" ;;
    'ALTER DATABASE '*) set -- $1; mv "$3" "$6" ;;
    'SHOW data_directory') echo "$HOME" ;;
    *dbversion) sed -n 's/^version //p' "$database" ;;
    *information_schema*) echo "$(grep -c ^table "$database") 2 $(grep -c ^item "$database")" ;;
  esac
}
case \${0##*/} in *dump) cat zabbix; exit ;; esac
while [ $# -gt 0 ]; do
  case $1 in
    -c | -e) isLoaded=yes; run "$2"; shift ;;
    -f) load; shift ;;
  esac
  shift
done
[ -n "$isLoaded" ] || load
`

const sudo = `#!/bin/bash
shift
[ "$1" != -u ] || shift 2
exec "$@"
`

const systemctl = `#!/bin/bash
printf '%s\\n' "$*" >>"$HOME/told"
[ "$1" != "$(cat "$HOME/refused" 2>/dev/null)" ] || { echo "$1 is refused" >&2; exit 1; }
`

/** The container's environment has the password. */
const docker = `#!/bin/bash
printf '%s\\n' "docker $*" >>"$HOME/argv"
case $1 in
  exec) shift; [ "$1" != -i ] || shift; shift; MYSQL_PASSWORD=hidden exec "$@" ;;
  run) echo copy; touch "$HOME/copies/copy" ;;
  ps) ls "$HOME/copies" ;;
  rm) rm -rf "$HOME/copies/copy" "$HOME/copy-home" ;;
  info) echo "$HOME" ;;
  inspect) echo sha256:1 ;;
  stop | start) printf '%s\\n' "$1 \${*:2}" >>"$HOME/told" ;;
esac
`

/** A drill's copy is another server than the one in use. */
const mariadb = `#!/bin/bash
case " $* " in *' -h 127.0.0.1 '*) export HOME=$HOME/copy-home ;; *) [ "$MYSQL_PWD" = hidden ] || exit 9 ;; esac
mkdir -p "$HOME/db"
exec database-server "$@"
`

interface Kind {
  readonly name: string
  readonly work: OwnWork
  readonly head: string
  readonly end: string
  readonly stopped: string
  readonly started: string
  /** What Zabbix has after a dump that cannot be loaded. */
  readonly kept: string
}

const postgresql: Kind = {
  name: 'PostgreSQL',
  work: packagedBackup,
  head: '--\n-- PostgreSQL database dump\n--',
  end: '--\n-- PostgreSQL database dump complete\n--',
  stopped: 'stop zabbix-server.service hive-zabbix-web.service',
  started: 'start zabbix-server.service hive-zabbix-web.service',
  kept: 'Zabbix goes on with the database it has',
}
const mysql: Kind = {
  name: 'MariaDB',
  work: containedBackup,
  head: '/*M!999999\\- enable the sandbox mode */\n-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB',
  end: '-- Dump completed on 2026-01-31  1:00:00',
  stopped: 'stop zabbix-server zabbix-web',
  started: 'start zabbix-server zabbix-web',
  kept: 'Zabbix has the database again that it had',
}
const kinds = [postgresql, mysql]

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hive-zabbix-backup-'))
  for (const name of ['bin', 'db', 'backup', 'copies']) await mkdir(join(home, name))
  const programs = {
    sudo,
    systemctl,
    docker,
    mariadb,
    psql: databaseServer,
    pg_dump: databaseServer,
    'mariadb-dump': databaseServer,
    'database-server': databaseServer,
  }
  for (const [name, text] of Object.entries(programs)) await install(name, text)
})
afterEach(() => rm(home, {recursive: true}))

async function install(name: string, text: string): Promise<void> {
  await writeFile(join(home, 'bin', name), text)
  await chmod(join(home, 'bin', name), 0o755)
}

async function run({work}: Kind, ...words: readonly string[]) {
  return runAs(programOf(work), ...words)
}

async function runAs(text: string, ...words: readonly string[]) {
  const program = join(home, 'bin', 'hive-backup.sh')
  await install('hive-backup.sh', text)
  const env = {HOME: home, PATH: `${join(home, 'bin')}:${process.env.PATH}`}
  const {exitCode, stdout} = await execa(program, words, {env, reject: false, stdin: 'ignore'})
  return {exitCode, said: stdout.replaceAll(/\d{14}/g, 'TIME').replaceAll(/\d+ bytes/g, 'N bytes')}
}

function programOf(work: OwnWork, settings: Readonly<Record<string, unknown>> = {}): string {
  const site = makeSite({hosts: 2, settings})
  const [repository] = site.hosts.filter(host => host.isRepository)
  if (repository === undefined) throw new Error('no repository host')
  return backupProgram({...repository, homeDirectory: home}, site, [zabbixBackup(site, work)])
}

function dump({head, end}: Kind, ...rows: readonly string[]): string {
  return [head, ...rows, end, ''].join('\n')
}

const rows = ['version 6000000', 'table hosts', 'table items', 'item a', 'item b']

async function inUse(text: string): Promise<void> {
  await writeFile(join(home, 'db', 'zabbix'), text)
}

async function archive(text: string): Promise<void> {
  const file = join(home, 'backup', 'backup-hive-zabbix-20200101000000.sql.gz')
  await writeFile(file, await promisify(gzip)(text))
}

const restore = (kind: Kind) => run(kind, '-r', '--from', 'backup-hive-zabbix-20200101000000.sql.gz')
const database = () => readFile(join(home, 'db', 'zabbix'), 'utf8')
const databases = () => readdir(join(home, 'db'))
const told = () => readFile(join(home, 'told'), 'utf8').catch(() => '')

describe.each(kinds)('Zabbix on $name', kind => {
  test('has a clean bash program', async () => {
    const input = programOf(kind.work)
    const {stdout} = await execa('shellcheck', ['-s', 'bash', '-f', 'gcc', '-'], {input, reject: false})
    expect(stdout).toBe('')
  })

  test('gets the database of its backup back, and server and page stand still meanwhile', async () => {
    await inUse(dump(kind, ...rows))
    expect(await run(kind, '-l', 'hive-zabbix')).toEqual({
      exitCode: 0,
      said: 'OK hive-zabbix/hive-zabbix backup-hive-zabbix-TIME.sql.gz N bytes',
    })
    await inUse(dump(kind, ...rows, 'item of today'))
    for (const _time of ['once', 'again']) {
      expect(await run(kind, '-r')).toEqual({
        exitCode: 0,
        said: 'OK hive-zabbix/hive-zabbix backup-hive-zabbix-TIME.sql.gz',
      })
      expect(await database()).toBe(dump(kind, ...rows))
    }
    expect(await databases()).toEqual(['zabbix'])
    expect(await told()).toBe(`${kind.stopped}\n${kind.started}\n`.repeat(2))
    expect((await readdir(join(home, 'backup'))).filter(name => name.startsWith('.zabbix'))).toEqual([])
  })

  test('has the database it had when the dump cannot be loaded, and says why', async () => {
    await inUse(dump(kind, ...rows))
    await archive(dump(kind, 'version 6000000', 'BROKEN'))
    expect(await restore(kind)).toEqual({
      exitCode: 1,
      said: `FAIL hive-zabbix/hive-zabbix ${kind.kept}: ERROR: BROKEN is no statement`,
    })
    expect([await database(), await databases()]).toEqual([dump(kind, ...rows), ['zabbix']])
    expect((await told()).trim().split('\n').at(-1)).toBe(kind === postgresql ? '' : kind.started)
  })

  test.each([
    [
      'of a newer Zabbix',
      ['version 7000000'],
      'the dump is of a newer Zabbix (7000000) than that of this host (6000000)',
    ],
    ['of something else', ['table accounts'], 'the dump is none of Zabbix'],
  ])('does not take over a dump %s', async (_of, content, reason) => {
    await inUse(dump(kind, ...rows))
    await archive(dump(kind, ...content))
    expect(await restore(kind)).toEqual({exitCode: 1, said: `FAIL hive-zabbix/hive-zabbix ${kind.kept}: ${reason}`})
    expect([await database(), await databases()]).toEqual([dump(kind, ...rows), ['zabbix']])
  })

  test('is not touched for a file that is no whole dump of its kind of database', async () => {
    const file = 'backup-hive-zabbix-20200101000000.sql.gz'
    const [other = kind] = kinds.filter(each => each !== kind)
    await inUse(dump(kind, ...rows))
    const reasons: string[] = []
    for (const text of [dump(other, ...rows), `${kind.head}\nversion 6000000\n`, 'hello']) {
      await archive(text)
      reasons.push((await restore(kind)).said.replace(file.replace(/\d{14}/, 'TIME'), 'FILE'))
    }
    expect(reasons).toEqual([
      `FAIL hive-zabbix/hive-zabbix FILE is a dump of ${other.name}, and the Zabbix of this host has its database in ${kind.name}`,
      'FAIL hive-zabbix/hive-zabbix FILE breaks off before its end',
      'FAIL hive-zabbix/hive-zabbix FILE is no dump of a database',
    ])
    expect([await database(), await told()]).toEqual([dump(kind, ...rows), ''])
  })

  test('is not touched where the dump has no room', async () => {
    await inUse(dump(kind, ...rows))
    await archive(dump(kind, ...rows, 'item of today'))
    await install('df', '#!/bin/sh\nprintf "Avail\\n10\\n"\n')
    expect((await restore(kind)).said).toMatch(
      /backup-hive-zabbix-TIME\.sql\.gz may take N bytes, and \S+ has 10 left$/,
    )
    expect([await database(), await told()]).toEqual([dump(kind, ...rows), ''])
  })

  test('is drilled beside what is in use, and nothing of it stays', async () => {
    await inUse(dump(kind, ...rows))
    await run(kind, '-l', 'hive-zabbix')
    await inUse(dump(kind, ...rows, 'item of today'))
    expect(await run(kind, '--prove')).toEqual({
      exitCode: 0,
      said: 'OK hive-zabbix/hive-zabbix backup-hive-zabbix-TIME.sql.gz restored beside what is in use: 2 tables, 2 hosts and templates, 2 items',
    })
    await inUse(dump(kind, ...rows, 'table new'))
    expect((await run(kind, '--prove')).said).toBe(
      'FAIL hive-zabbix/hive-zabbix 2 tables, 2 hosts and templates, 2 items restored, and 3 tables, 2 hosts and templates, 2 items are in use',
    )
    await inUse(dump(kind, ...rows, 'item c', 'item d', 'item e'))
    expect((await run(kind, '--prove')).said).toMatch(/2 items restored, and .* 5 items are in use$/)
    await inUse(dump(kind, ...rows, 'BROKEN'))
    await run(kind, '-l', 'hive-zabbix')
    expect((await run(kind, '--prove')).said).toMatch(/^FAIL .*ERROR: BROKEN is no statement$/)
    expect([await databases(), await told()]).toEqual([['zabbix'], ''])
    expect(await readdir(join(home, 'copies'))).toEqual([])
  })
})

test.each([
  [{}, []],
  [{zabbix_backup_cleanup_days_before: 100_000}, ['backup-hive-zabbix-20200101000000.sql.gz']],
])('with the settings %j the backups %j of years ago stay beside a new one', async (settings, stay) => {
  await inUse(dump(postgresql, ...rows))
  await archive(dump(postgresql, ...rows))
  await utimes(join(home, 'backup', 'backup-hive-zabbix-20200101000000.sql.gz'), 0, 0)
  expect(await runAs(programOf(packagedBackup, settings))).toMatchObject({exitCode: 0})
  expect((await readdir(join(home, 'backup'))).filter(name => /2020\d+\.sql\.gz$/.test(name))).toEqual(stay)
})

test('a server that cannot be stopped goes on with its database', async () => {
  await inUse(dump(postgresql, ...rows))
  await archive(dump(postgresql, ...rows, 'item of today'))
  await writeFile(join(home, 'refused'), 'stop')
  expect((await restore(postgresql)).said).toBe(
    'FAIL hive-zabbix/hive-zabbix Zabbix goes on with the database it has: stop is refused',
  )
  expect([await database(), await databases()]).toEqual([dump(postgresql, ...rows), ['zabbix']])
  expect(await told()).toBe(`${postgresql.stopped}\n${postgresql.started}\n`)
})

test('containers take what hive-builder kept of its MariaDB, also where the present database cannot be dumped', async () => {
  await install('mariadb-dump', '#!/bin/sh\nexit 2\n')
  const kept = [
    '-- MySQL dump 10.17  Distrib 10.4.13-MariaDB',
    'version 5020000',
    '-- Dump completed on 2021-01-31',
    '',
  ]
  await archive(kept.join('\n'))
  expect((await restore(mysql)).exitCode).toBe(0)
  expect(await database()).toBe(kept.join('\n'))
})

test('a database that can be neither replaced nor put back leaves words and what it was', async () => {
  await inUse(dump(mysql, 'version 6000000', 'BROKEN'))
  await archive(dump(mysql, 'BROKEN'))
  const aside = join(home, 'backup', '.zabbix-before')
  expect((await restore(mysql)).said).toBe(
    `FAIL hive-zabbix/hive-zabbix Zabbix stands still, its database is not whole: ERROR: BROKEN is no statement (what it had is in ${aside})`,
  )
  expect(await told()).toBe(`${mysql.stopped}\n`)
})

test('the password of the database is an argument of nothing', async () => {
  await inUse(dump(mysql, ...rows))
  for (const words of [['-l', 'hive-zabbix'], ['--prove'], ['-r']]) await run(mysql, ...words)
  expect(await readFile(join(home, 'argv'), 'utf8')).toMatch(/mariadb-dump[\s\S]*docker stop/)
  expect(await readFile(join(home, 'argv'), 'utf8')).not.toContain('hidden')
})
