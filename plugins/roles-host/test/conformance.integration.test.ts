import type {Site} from '../../../src/site/site.ts'
import {testRolesOnHost} from '../../../test/conformance/index.ts'
import type {Nodes} from '../../../test/support/nodes.ts'
import {startNodes} from '../../../test/support/nodes.ts'
import {makeSite} from '../../../test/support/site.ts'

const entries = {
  hive_apt_url: 'http://mirror.example/debian',
  hive_docker_dns: ['192.0.2.53'],
  hive_ntp_servers: ['ntp.example'],
  hive_timezone: 'Asia/Tokyo',
  hive_user_groups: {operators: 2000},
  hive_users: {taro: {group: 'operators'}},
}

testRolesOnHost('a host with all roles of hosts', {
  start: () => startNodes(1, {prefix: 'roles'}),
  wanted: nodes => siteWith(nodes, {hosts: 2, sources: ['10.0.0.0/8', '192.0.2.7'], sshPort: 2022}, entries),
  without: nodes => siteWith(nodes, {hosts: 1, sources: undefined, sshPort: 22}, {hive_timezone: 'Asia/Tokyo'}),
  tags: [
    ...['tls-certificate', 'base', 'hostsfile', 'ntp-client', 'iptables', 'users', 'strict-source-ip', 'docker'],
    ...['docker-client', 'docker-client-proxy', 'drbd', 'reboot', 'rsyslogd-client', 'internal-network', 'addon'],
  ],
  effects: {
    base: {look: 'grep -rlE "mirror.example" /etc/apt/sources.list* | wc -l', present: '1', absent: '0'},
    docker: {look: 'docker info >/dev/null && grep -c 192.0.2.53 /etc/docker/daemon.json', present: '1', absent: '0'},
    hostsfile: {look: 'grep -c "p-hive1\\." /etc/hosts', present: '1', absent: '0'},
    iptables: {look: 'iptables -S HIVE-INPUT | grep -c -- "-s 192.0.2.7/32"', present: '2', absent: '0'},
    'ntp-client': {
      look: 'cat /etc/chrony/sources.d/hive.sources 2>/dev/null; grep -c ^pool /etc/chrony/chrony.conf',
      present: 'server ntp.example iburst\n0',
      absent: '1',
    },
    'strict-source-ip': {look: 'sshd -T | grep ^port', present: 'port 2022', absent: 'port 22'},
    users: {
      look: 'getent shadow taro | cut -d : -f 8; ls /etc/sudoers.d | grep operators',
      present: 'operators',
      absent: '1',
    },
  },
})

interface Wish {
  readonly hosts: number
  readonly sources: readonly string[] | undefined
  readonly sshPort: number
}

/** The node under an inventory that says more, or less: only the first host is really there. */
function siteWith({site}: Nodes, {hosts, sources, sshPort}: Wish, variables: Readonly<Record<string, unknown>>): Site {
  const made = makeSite({
    name: site.name,
    rootDirectory: site.rootDirectory,
    contextDirectory: site.contextDirectory,
    cidr: String(site.definition.cidr),
    hosts: 1,
    sshPort,
    hostVariables: {...variables, ...(sources && {hive_ssh_source_ips: sources})},
  })
  const [first] = made.hosts
  const second = first && {...first, name: `p-hive1.${site.name}`, address: first.address.replace(/\d+$/, '9')}
  return {...made, hosts: [first, second].filter(host => host !== undefined).slice(0, hosts)}
}
