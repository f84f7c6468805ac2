import type {Facts} from '@hive-ci/cli'
import {expect, test} from 'vitest'
import {makeSite} from '../../../test/support/site.ts'
import hostRoles from '../src/index.ts'
import {material, systems} from './case.ts'

/** Every supported system, by what it answers to facts. */
const all: Readonly<Record<string, Facts>> = {
  'Debian 12': systems.debian12,
  'Debian 13': systems.debian13,
  'Ubuntu 22.04': {...systems.debian12, os: 'ubuntu', osVersion: '22.04', cloudInit: 'yes'},
  'Ubuntu 24.04': {...systems.debian12, os: 'ubuntu', osVersion: '24.04', cloudInit: 'yes'},
  'EL 8': systems.alma8,
  'EL 9': systems.alma9,
  'EL 10': {...systems.alma9, osVersion: '10.0', kernel: '6.12.0-55.9.1.el10_0.x86_64'},
  'Amazon 2023': systems.amazon2023,
}

/** Disks and modules as a machine has them that is ready for replicated volumes. */
const storage = {drbdModule: 'yes', drbdTools: 'yes', emptyDisks: '/dev/vdb', volumeGroups: ''}

const site = makeSite({
  settings: {tls_logging: true},
  hostVariables: {
    hive_mirrored_disk_size: 10,
    hive_apt_url: 'http://mirror.example/os',
    hive_yum_url: 'http://mirror.example/os',
    hive_drbd_download_url: 'http://files.example/drbd.tar.gz',
    hive_internal_net_if: 'eth1',
    hive_internal_net_cidr: 24,
    hive_ntp_servers: ['ntp.example'],
    hive_locale: 'ja_JP.UTF-8',
    hive_timezone: 'Asia/Tokyo',
    hive_users: {taro: {}},
  },
  sshPort: 2022,
})

test('what each role leaves in one system and not in all of them', async () => {
  const {roles} = await hostRoles()
  const [host] = site.hosts
  const table = roles.flatMap(role => {
    // Of the agent of zabbix its own test tells the families.
    if (role.kind !== 'host' || host === undefined || role.name === 'zabbix-agent') return []
    if (role.appliesTo?.(host, site) === false) return [`${role.name}: not on this host`]
    const ids = Object.entries(all).map(([name, facts]) => ({
      name,
      ids: role.resources(host, site, {...facts, ...storage}, material).map(({id}) => id),
    }))
    return differing(role.name, ids)
  })
  expect(table.join('\n')).toMatchInlineSnapshot(`
    "get-public-ip: not on this host
    tls-certificate on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04
      file:/usr/local/share/ca-certificates/hive-ca.crt
    base on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04
      packages:bash-completion,ca-certificates,chrony,logrotate,lsof,rsyslog,strace,sysstat,tcpdump,unzip,wget,curl,conntrack,inetutils-telnet,vim-tiny
      line:/etc/default/sysstat:^ENABLED=
      service:apt-daily-upgrade.timer
      directory:/etc/systemd/system/apt-daily.service.d
      file:/etc/systemd/system/apt-daily.service.d/hive.conf
      file:/etc/timezone
      packages:locales
      line:/etc/locale.gen:3faef577c83f
      command:the locale ja_JP.UTF-8 is there
      line:/etc/default/locale:^LANG=
      service:ssh.service
    base on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04, EL 9, EL 10, Amazon 2023
      file:/etc/ssh/sshd_config.d/00-hive-base.conf
    base on Debian 13, Ubuntu 22.04, Ubuntu 24.04, Amazon 2023
      file:/etc/cloud/cloud.cfg.d/99-hive.cfg
    base on EL 8, EL 9, EL 10, Amazon 2023
      command:dnf leaves kernels as they are
      line:/etc/selinux/config:^SELINUX=
      command:SELinux is permissive
      service:dnf-automatic.timer
      directory:/etc/systemd/system/NetworkManager-wait-online.service.d
      file:/etc/systemd/system/NetworkManager-wait-online.service.d/hive.conf
      directory:/etc/systemd/system/dnf-makecache.service.d
      file:/etc/systemd/system/dnf-makecache.service.d/hive.conf
      packages:langpacks-ja
      line:/etc/locale.conf:^LANG=
      service:sshd.service
    base on EL 8, EL 9, EL 10
      packages:bash-completion,ca-certificates,chrony,logrotate,lsof,rsyslog,strace,sysstat,tcpdump,unzip,wget,curl,conntrack-tools,python3-libselinux,rsyslog-logrotate,telnet,vim-enhanced
    base on EL 8
      command:the kernel 4.18.0-553.el8_10.x86_64 is there with its extra modules
      block:/etc/ssh/sshd_config:base
    base on EL 9
      command:the kernel 5.14.0-427.13.1.el9_4.x86_64 is there with its extra modules
    base on EL 10
      command:the kernel 6.12.0-55.9.1.el10_0.x86_64 is there with its extra modules
    base on Amazon 2023
      packages:bash-completion,ca-certificates,chrony,logrotate,lsof,rsyslog,strace,sysstat,tcpdump,unzip,wget,curl-minimal,conntrack-tools,python3-libselinux,rsyslog-logrotate,telnet,vim-enhanced
    ntp-client on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04
      command:/etc/chrony/sources.d is there
      file:/etc/chrony/sources.d/hive.sources
      service:chrony.service
    ntp-client on EL 8, EL 9, EL 10, Amazon 2023
      command:/etc/chrony.sources.d is there
      file:/etc/chrony.sources.d/hive.sources
      service:chronyd.service
    iptables on EL 8, EL 9, EL 10, Amazon 2023
      packages:-firewalld
    users on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04, EL 9, EL 10, Amazon 2023
      file:/etc/ssh/sshd_config.d/00-hive-users.conf
    users on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04
      service:ssh.service
    users on EL 8
      block:/etc/ssh/sshd_config:users
    users on EL 8, EL 9, EL 10, Amazon 2023
      service:sshd.service
    strict-source-ip on Debian 12, Debian 13, Ubuntu 22.04, Ubuntu 24.04, EL 9, EL 10, Amazon 2023
      file:/etc/ssh/sshd_config.d/00-hive-strict-source-ip.conf
    strict-source-ip on EL 8, EL 9, EL 10, Amazon 2023
      packages:policycoreutils-python-utils
      command:SELinux lets sshd have port 2022
    strict-source-ip on EL 8
      block:/etc/ssh/sshd_config:strict-source-ip
    docker on Debian 12, Ubuntu 22.04, Ubuntu 24.04
      packages:docker.io
    docker on Debian 13
      packages:docker.io,docker-cli
    docker on EL 8, EL 9, EL 10
      file:/etc/yum.repos.d/docker-ce.repo
      packages:docker-ce,docker-ce-cli,containerd.io
    docker on Amazon 2023
      packages:docker
    drbd on EL 8, EL 9, EL 10, Amazon 2023
      command:DRBD is installed for the running kernel"
  `)
})

/** One paragraph for each group of systems that shares what others lack. */
function differing(role: string, found: readonly {readonly name: string; readonly ids: readonly string[]}[]): string[] {
  const groups = new Map<string, string[]>()
  for (const id of new Set(found.flatMap(({ids}) => ids))) {
    const owners = found.filter(({ids}) => ids.includes(id)).map(({name}) => name)
    if (owners.length === found.length) continue
    const key = owners.join(', ')
    groups.set(key, [...(groups.get(key) ?? []), id])
  }
  return [...groups].flatMap(([owners, ids]) => [`${role} on ${owners}`, ...ids.map(id => `  ${id}`)])
}
