import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Facts} from '@hive-ci/cli'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {makeSite} from '../../../test/support/site.ts'
import {zabbixAgent} from '../src/zabbix-agent.ts'
import {zabbixBackups} from '../src/zabbix-backups.ts'
import {zabbixDrbd} from '../src/zabbix-drbd.ts'
import {zabbixServices} from '../src/zabbix-services.ts'
import {overlookedUnits, zabbixUnits} from '../src/zabbix-units.ts'
import {contentOf, material, readable, systems} from './case.ts'

const site = makeSite({hosts: 3})
const settingsFile = '/etc/zabbix/zabbix_agentd.conf.d/hive.conf'

function resources(index: number, facts: Facts = systems.debian12) {
  const host = site.hosts.at(index)
  if (host === undefined) throw new Error('a site has hosts')
  return zabbixAgent.resources(host, site, facts, material)
}

test('a hive answers the repository host alone, about its units and its replicated volumes', () => {
  expect(contentOf(resources(0), settingsFile)).toMatchInlineSnapshot(`
    "# Kept by hive, role zabbix-agent.
    Server=127.0.0.1,::1,10.99.1.6
    ServerActive=10.99.1.6
    Hostname=p-hive0.example
    Timeout=30
    UserParameter=systemd.service.discovery,/usr/lib/hive/zabbix-units discover
    UserParameter=systemd.service.failed.count,/usr/lib/hive/zabbix-units failed
    UserParameter=systemd.service.restart[*],/usr/lib/hive/zabbix-units restarted "$1"
    UserParameter=user.discovery.drbd-resource,sudo -n /usr/lib/hive/zabbix-drbd discover
    UserParameter=drbd-resource[*],sudo -n /usr/lib/hive/zabbix-drbd state "$1"
    "
  `)
  expect(contentOf(resources(0), '/etc/sudoers.d/zabbix')).toMatchInlineSnapshot(`
    "# Kept by hive, role zabbix-agent.
    Defaults:zabbix !requiretty, !pam_session, !log_allowed
    zabbix ALL=(root) NOPASSWD: /usr/lib/hive/zabbix-drbd
    "
  `)
})

test('the repository host also answers for the site, asked by the container of the server, too', () => {
  expect(contentOf(resources(-1), settingsFile)).toMatchInlineSnapshot(`
    "# Kept by hive, role zabbix-agent.
    Server=127.0.0.1,::1,10.99.1.6,172.21.0.2
    ServerActive=10.99.1.6
    Hostname=p-hive2.example
    Timeout=30
    UserParameter=systemd.service.discovery,/usr/lib/hive/zabbix-units discover
    UserParameter=systemd.service.failed.count,/usr/lib/hive/zabbix-units failed
    UserParameter=systemd.service.restart[*],/usr/lib/hive/zabbix-units restarted "$1"
    UserParameter=user.discovery.docker-service.example,sudo -n -H -u admin /usr/lib/hive/zabbix-services services
    UserParameter=user.discovery.docker-standalone-service.example,sudo -n -H -u admin /usr/lib/hive/zabbix-services standalone
    UserParameter=user.discovery.docker-innerservice.example,sudo -n -H -u admin /usr/lib/hive/zabbix-services units
    UserParameter=user.discovery.docker-volume.example,sudo -n -H -u admin /usr/lib/hive/zabbix-services volumes
    UserParameter=docker-service-uptime.example[*],sudo -n -H -u admin /usr/lib/hive/zabbix-services uptime "$1"
    UserParameter=docker-service-replicas.example[*],sudo -n -H -u admin /usr/lib/hive/zabbix-services replicas "$1"
    UserParameter=docker-failed-innerservice-count.example[*],sudo -n -H -u admin /usr/lib/hive/zabbix-services failed "$1"
    UserParameter=docker-innerservice-uptime.example[*],sudo -n -H -u admin /usr/lib/hive/zabbix-services unit "$1" "$2"
    UserParameter=docker-volume.example[*],sudo -n -H -u admin /usr/lib/hive/zabbix-services volume "$1" "$2"
    UserParameter=docker.swarm.service.discovery.example,sudo -n -H -u admin /usr/lib/hive/zabbix-services services
    UserParameter=docker.swarm.service.cpu.example[*],sudo -n -H -u admin /usr/lib/hive/zabbix-services cpu "$1"
    UserParameter=docker.swarm.service.memory.example[*],sudo -n -H -u admin /usr/lib/hive/zabbix-services memory "$1"
    UserParameter=docker.swarm.service.memory.percent.example[*],sudo -n -H -u admin /usr/lib/hive/zabbix-services percent "$1"
    UserParameter=docker.swarm.service.memory.limit.example[*],sudo -n -H -u admin /usr/lib/hive/zabbix-services limit "$1"
    UserParameter=docker.swarm.service.replicas.running.example[*],sudo -n -H -u admin /usr/lib/hive/zabbix-services running "$1"
    UserParameter=docker.swarm.service.replicas.desired.example[*],sudo -n -H -u admin /usr/lib/hive/zabbix-services desired "$1"
    UserParameter=hive.backup.discovery.example,sudo -n -H -u admin /usr/lib/hive/zabbix-backups discover
    UserParameter=hive.backup.age.example[*],sudo -n -H -u admin /usr/lib/hive/zabbix-backups age "$1" "$2"
    "
  `)
  expect(contentOf(resources(-1), '/etc/sudoers.d/zabbix')).toMatchInlineSnapshot(`
    "# Kept by hive, role zabbix-agent.
    Defaults:zabbix !requiretty, !pam_session, !log_allowed
    zabbix ALL=(admin) NOPASSWD: /usr/lib/hive/zabbix-services, /usr/lib/hive/zabbix-backups
    "
  `)
})

test('Enterprise Linux gets the agent from Zabbix, and SELinux is looked at', () => {
  const found = resources(0, systems.alma9)
  expect(readable(found.filter(({id}) => !/usr\/lib\/hive|blacklist/.test(id)))).toMatchInlineSnapshot(`
    "file:/etc/yum.repos.d/zabbix.repo
      content() {
      printf %s '[zabbix]
      name=Zabbix
      baseurl=https://repo.zabbix.com/zabbix/7.0/rhel/9/$basearch/
      enabled=1
      gpgcheck=1
      gpgkey=https://repo.zabbix.com/RPM-GPG-KEY-ZABBIX-B5333005
      '
      }
    packages:zabbix-agent
    user:zabbix
    file:/etc/sudoers.d/zabbix
      content() {
      printf %s '# Kept by hive, role zabbix-agent.
      Defaults:zabbix !requiretty, !pam_session, !log_allowed
      zabbix ALL=(root) NOPASSWD: /usr/lib/hive/zabbix-drbd
      zabbix ALL=(root) NOPASSWD: /usr/sbin/ausearch --input-logs -m avc -ts today
      '
      }
      hive_write '/etc/sudoers.d/zabbix' '440' 'root' 'root' content
    command:SELinux lets the agent run sudo
      setsebool -P zabbix_run_sudo on
    file:/etc/zabbix/zabbix_agentd.d/hive.conf
      content() {
      printf %s '# Kept by hive, role zabbix-agent.
      Server=127.0.0.1,::1,10.99.1.6
      ServerActive=10.99.1.6
      Hostname=p-hive0.example
      Timeout=30
      UserParameter=systemd.service.discovery,/usr/lib/hive/zabbix-units discover
      UserParameter=systemd.service.failed.count,/usr/lib/hive/zabbix-units failed
      UserParameter=systemd.service.restart[*],/usr/lib/hive/zabbix-units restarted "$1"
      UserParameter=user.discovery.drbd-resource,sudo -n /usr/lib/hive/zabbix-drbd discover
      UserParameter=drbd-resource[*],sudo -n /usr/lib/hive/zabbix-drbd state "$1"
      UserParameter=ausearch,sudo -n /usr/sbin/ausearch --input-logs -m avc -ts today 2>/dev/null | grep -c '\\''^type=AVC'\\''
      '
      }
    service:zabbix-agent.service
      after user:zabbix, file:/etc/zabbix/zabbix_agentd.d/hive.conf: hive_restart 'zabbix-agent.service' restart"
  `)
  expect(contentOf(resources(0, systems.amazon2023), '/etc/yum.repos.d/zabbix.repo')).toContain(
    '/7.0/amazonlinux/2023/',
  )
})

describe('the programs', () => {
  let directory = ''
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'hive-zabbix-'))
  })
  afterEach(() => rmSync(directory, {recursive: true}))

  /** Runs a program for which the commands it calls are these scripts. */
  function run(program: string, args: readonly string[], commands: Readonly<Record<string, string>>) {
    for (const [name, script] of Object.entries(commands)) {
      writeFileSync(join(directory, name), `#!/bin/bash\n${script}\n`, {mode: 0o755})
    }
    writeFileSync(join(directory, 'overlooked'), overlookedUnits)
    const text = program
      .replace(/^PATH=.*$/m, `PATH=${directory}:/usr/bin:/bin`)
      .replace('/etc/zabbix/service_discovery_blacklist', join(directory, 'overlooked'))
    const path = join(directory, 'program')
    writeFileSync(path, text, {mode: 0o755})
    const {stdout, status} = spawnSync(path, args, {
      cwd: directory,
      encoding: 'utf8',
      env: {PATH: `${directory}:/usr/bin:/bin`},
    })
    return status === 0 ? stdout.trim() : `status ${status}`
  }

  test.each([
    ['zabbix-units', zabbixUnits],
    ['zabbix-drbd', zabbixDrbd],
    ['zabbix-services', zabbixServices(site)],
    ['zabbix-backups', zabbixBackups],
  ])('%s is clean shell', (_name, program) => {
    const {stdout} = spawnSync('shellcheck', ['-f', 'gcc', '-'], {input: program, encoding: 'utf8'})
    expect(stdout).toBe('')
  })

  test('name the units that should be up, and count those that failed', () => {
    const systemctl = `case "$*" in
      *unit-files*) printf '%s enabled enabled\\n' getty@.service ssh.service kdump.service cloud-init.service docker.service ;;
      *failed*) printf '%s loaded failed failed Text\\n' web.service kdump.service data.mount ;;
    esac`
    expect(JSON.parse(run(zabbixUnits, ['discover'], {systemctl}))).toEqual([
      {'{#SERVICE}': 'ssh.service'},
      {'{#SERVICE}': 'docker.service'},
    ])
    expect(run(zabbixUnits, ['failed'], {systemctl})).toBe('2')
    expect(run(zabbixUnits, ['failed'], {systemctl: ':'})).toBe('0')
    expect(run(zabbixUnits, ['discover'], {systemctl: ':'})).toBe('[]')
  })

  test.each([
    ['10 s ago', 10, 1000, '1'],
    ['long ago', 500, 1000, '0'],
    ['while the host started', 10, 100, '0'],
  ])('tell of a unit that came up %s whether it was restarted', (_when, ago, upFor, answer) => {
    const systemctl = `read -r now _ </proc/uptime
      case "$*" in
        *ActiveEnter*ssh.service) echo $(( (\${now%.*} - ${ago}) * 1000000 )) ;;
        *Userspace*) echo $(( (\${now%.*} - ${upFor}) * 1000000 )) ;;
      esac`
    expect(run(zabbixUnits, ['restarted', 'ssh.service'], {systemctl})).toBe(answer)
  })

  test('tell the state of the copy of a replicated volume that is here', () => {
    const drbdadm = 'case $1 in sh-resources) echo "db web_data" ;; dstate) echo "UpToDate/Inconsistent" ;; esac'
    expect(JSON.parse(run(zabbixDrbd, ['discover'], {drbdadm}))).toEqual([
      {'{#RESOURCE}': 'db'},
      {'{#RESOURCE}': 'web_data'},
    ])
    expect(run(zabbixDrbd, ['state', 'Db.1'], {drbdadm})).toBe('UpToDate')
    for (const bad of ['-d', 'a b', 'a;b', '']) expect(run(zabbixDrbd, ['state', bad], {drbdadm})).toBe('status 2')
    expect(run(zabbixDrbd, ['discover'], {drbdadm: 'exit 127'})).toBe('[]')
  })

  describe('about services', () => {
    const docker = `[ "$2" = tcp://p-hive1.example:2376 ] || case "$2" in tcp://p-hive0.example:2376) [ "$3" = stats ] || exit 1 ;; esac
shift 2
case "$*" in
  'service ls -q') echo x1 ;;
  'service ls --filter name=web '*) printf '%s\\n' 'web-admin 1/1' 'web 2/4 (max 1 per node)' ;;
  'service ls --filter name=none '*) echo 'none 0/0' ;;
  'service ls --filter label'*) echo stand ;;
  'service ls --format '*) printf '%s\\n' web db ;;
  'service inspect'*MemoryBytes*) echo 1048576 ;;
  'service inspect'*) printf '%s\\n' 'db /data' '' ;;
  'service ps --no-trunc'*) printf '%s\\n' 'web.1.aa p-hive0 Running 2 minutes ago' 'web.2.bb p-hive1 Starting now' 'web.3.cc p-hive1 Running 1 hour ago' ;;
  'service ps -q'*) printf '%s\\n' t1 t2 t3 ;;
  'inspect --type task'*)
    date -u -d '-90 seconds' '+running %Y-%m-%d %H:%M:%S.123 +0000 UTC'
    date -u -d '-50 seconds' '+running %Y-%m-%dT%H:%M:%S.123Z'
    date -u '+starting %Y-%m-%d %H:%M:%S.123 +0000 UTC' ;;
  'stats'*web.1.aa) echo '12.5% 3.2% 1.5MiB / 1GiB' ;;
  'stats'*web.3.cc) echo '80.1% 2.0% 512KiB / 1GiB' ;;
esac`
    const dexec = `case "$*" in
  *df*) printf '%s\\n' 'Filesystem 1024-blocks Used Available Capacity Mounted' '/dev/x 100 42 58 42% /data' ;;
  *unit-files*) printf '%s\\n' ssh.service odd@one.service ;;
  *failed*) echo 'x.service loaded failed' ;;
  *uptime*odd@one.service) echo '1000.5 900000000' ;;
esac`
    const ask = (...args: readonly string[]) => run(zabbixServices(site), args, {docker, dexec})

    test.each([
      ['services', [], '[{"{#SERVICE}":"db"},{"{#SERVICE}":"web"}]'],
      ['standalone', [], '[{"{#SERVICE}":"stand"}]'],
      [
        'units',
        [],
        '[{"{#SERVICE}":"stand","{#UNIT}":"ssh.service"},{"{#SERVICE}":"stand","{#UNIT}":"odd%one.service"}]',
      ],
      ['volumes', [], '[{"{#SERVICE}":"db","{#PATH}":"/data"}]'],
      ['running', ['web'], '2'],
      ['desired', ['web'], '4'],
      ['replicas', ['web'], '50'],
      ['replicas', ['none'], '100'],
      ['replicas', ['we'], 'status 1'],
      ['uptime', ['web'], expect.stringMatching(/^5[01]$/)],
      ['limit', ['web'], '1048576'],
      ['cpu', ['web'], '80.1'],
      ['percent', ['web'], '3.2'],
      ['memory', ['web'], '2097152'],
      ['failed', ['stand'], '1'],
      ['volume', ['db', '/data'], '42'],
      ['unit', ['stand', 'odd%one.service'], '100'],
      ['volume', ['db', '-a'], 'status 2'],
      ['cpu', ['--help'], 'status 2'],
      ['cpu', ['a$(id)'], 'status 2'],
      ['shell', ['web'], 'status 2'],
    ])('%s %j gives %s', (question, args, answer) => expect(ask(question, ...args)).toEqual(answer))

    test('say so when no manager answers', () => {
      expect(run(zabbixServices(site), ['services'], {docker: 'exit 1'})).toBe('status 1')
    })
  })

  test('tell how old the newest backup of each entry is', () => {
    const status = `printf 'db\\tdump\\tbackup-dump-1.sql\\t5\\t%s\\t\\t\\n' "$(date -d '-1 hour' +%s)"; printf 'web\\tfiles\\t\\t\\t\\t\\t\\n'`
    const ask = (...args: readonly string[]) => run(zabbixBackups, args, {'hive-backup.sh': status})
    expect(ask('discover')).toBe('[{"{#SERVICE}":"db","{#BACKUP}":"dump"},{"{#SERVICE}":"web","{#BACKUP}":"files"}]')
    expect(ask('age', 'db', 'dump')).toMatch(/^360[0-2]$/)
    expect(Number(ask('age', 'web', 'files'))).toBeGreaterThan(1e9)
  })
})
