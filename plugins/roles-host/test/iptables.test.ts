import {expect, test} from 'vitest'
import {makeSite} from '../../../test/support/site.ts'
import {iptables} from '../src/iptables.ts'
import {openingsOf} from '../src/openings.ts'
import {contentOf, readable, resourcesOf, systems} from './case.ts'

test('opens what the servers of the stage need of each other, and ssh', () => {
  expect(contentOf(resourcesOf(iptables), '/etc/hive/firewall.v4')).toMatchInlineSnapshot(`
    "*filter
    :HIVE-INPUT - [0:0]
    :HIVE-SERVICE - [0:0]
    -A HIVE-INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
    -A HIVE-INPUT -i lo -j ACCEPT
    -A HIVE-INPUT -p icmp -j ACCEPT
    -A HIVE-INPUT -j HIVE-SERVICE
    -A HIVE-INPUT -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -j ACCEPT
    -A HIVE-INPUT -j REJECT --reject-with icmp-host-prohibited
    -A HIVE-SERVICE -i docker_gwbridge -m conntrack --ctstate NEW -j ACCEPT
    -A HIVE-SERVICE -s 10.99.1.4/32 -p tcp -m tcp --dport 2376 -m conntrack --ctstate NEW -j ACCEPT
    -A HIVE-SERVICE -s 10.99.1.4/32 -p tcp -m tcp --dport 2377 -m conntrack --ctstate NEW -j ACCEPT
    -A HIVE-SERVICE -s 10.99.1.4/32 -p tcp -m tcp --dport 7946 -m conntrack --ctstate NEW -j ACCEPT
    -A HIVE-SERVICE -s 10.99.1.5/32 -p tcp -m tcp --dport 2376 -m conntrack --ctstate NEW -j ACCEPT
    -A HIVE-SERVICE -s 10.99.1.5/32 -p tcp -m tcp --dport 2377 -m conntrack --ctstate NEW -j ACCEPT
    -A HIVE-SERVICE -s 10.99.1.5/32 -p tcp -m tcp --dport 7946 -m conntrack --ctstate NEW -j ACCEPT
    -A HIVE-SERVICE -s 10.99.1.4/32 -p udp -m udp --dport 7946 -m conntrack --ctstate NEW -j ACCEPT
    -A HIVE-SERVICE -s 10.99.1.4/32 -p udp -m udp --dport 4789 -m conntrack --ctstate NEW -j ACCEPT
    -A HIVE-SERVICE -s 10.99.1.5/32 -p udp -m udp --dport 7946 -m conntrack --ctstate NEW -j ACCEPT
    -A HIVE-SERVICE -s 10.99.1.5/32 -p udp -m udp --dport 4789 -m conntrack --ctstate NEW -j ACCEPT
    -A HIVE-SERVICE -s 10.99.1.4/32 -p esp -m conntrack --ctstate NEW -j ACCEPT
    -A HIVE-SERVICE -s 10.99.1.5/32 -p esp -m conntrack --ctstate NEW -j ACCEPT
    -A HIVE-SERVICE -s 10.99.1.4/32 -p tcp -m tcp --dport 7000:7999 -m conntrack --ctstate NEW -j ACCEPT
    -A HIVE-SERVICE -s 10.99.1.5/32 -p tcp -m tcp --dport 7000:7999 -m conntrack --ctstate NEW -j ACCEPT
    -A HIVE-SERVICE -s 10.99.1.4/32 -p tcp -m tcp --dport 10050 -m conntrack --ctstate NEW -j ACCEPT
    -A HIVE-SERVICE -s 10.99.1.5/32 -p tcp -m tcp --dport 10050 -m conntrack --ctstate NEW -j ACCEPT
    COMMIT
    "
  `)
})

test('names who may use ssh, each family in its own file', () => {
  const wish = {
    hostVariables: {hive_ssh_source_ips: ['192.0.2.9/24', '2001:db8::1']},
    sshPort: 2022,
    facts: {...systems.debian12, ipv6: 'yes', motherAddress: '192.0.2.1'},
  }
  const resources = resourcesOf(iptables, wish)
  const ssh = (path: string) => contentOf(resources, path).match(/.* --dport (22|2022) .*/g)
  expect([ssh('/etc/hive/firewall.v4'), ssh('/etc/hive/firewall.v6')]).toMatchInlineSnapshot(`
    [
      [
        "-A HIVE-INPUT -s 192.0.2.0/24 -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -m limit --limit 5/sec --limit-burst 20 -j ACCEPT",
        "-A HIVE-INPUT -s 192.0.2.0/24 -p tcp -m tcp --dport 2022 -m conntrack --ctstate NEW -m limit --limit 5/sec --limit-burst 20 -j ACCEPT",
      ],
      [
        "-A HIVE-INPUT -s 2001:db8::1/128 -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -m limit --limit 5/sec --limit-burst 20 -j ACCEPT",
        "-A HIVE-INPUT -s 2001:db8::1/128 -p tcp -m tcp --dport 2022 -m conntrack --ctstate NEW -m limit --limit 5/sec --limit-burst 20 -j ACCEPT",
      ],
    ]
  `)
})

test('takes firewalld away from Enterprise Linux', () => {
  expect(readable(resourcesOf(iptables, {facts: {...systems.alma9, ipv6: 'yes'}}))).toMatchInlineSnapshot(`
    "packages:-firewalld
    packages:iptables
    directory:/etc/hive
    file:/etc/hive/firewall.v4
      content() {
      printf %s '*filter
      :HIVE-INPUT - [0:0]
      :HIVE-SERVICE - [0:0]
      -A HIVE-INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
      -A HIVE-INPUT -i lo -j ACCEPT
      -A HIVE-INPUT -p icmp -j ACCEPT
      -A HIVE-INPUT -j HIVE-SERVICE
      -A HIVE-INPUT -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-INPUT -j REJECT --reject-with icmp-host-prohibited
      -A HIVE-SERVICE -i docker_gwbridge -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-SERVICE -s 10.99.1.4/32 -p tcp -m tcp --dport 2376 -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-SERVICE -s 10.99.1.4/32 -p tcp -m tcp --dport 2377 -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-SERVICE -s 10.99.1.4/32 -p tcp -m tcp --dport 7946 -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-SERVICE -s 10.99.1.5/32 -p tcp -m tcp --dport 2376 -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-SERVICE -s 10.99.1.5/32 -p tcp -m tcp --dport 2377 -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-SERVICE -s 10.99.1.5/32 -p tcp -m tcp --dport 7946 -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-SERVICE -s 10.99.1.4/32 -p udp -m udp --dport 7946 -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-SERVICE -s 10.99.1.4/32 -p udp -m udp --dport 4789 -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-SERVICE -s 10.99.1.5/32 -p udp -m udp --dport 7946 -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-SERVICE -s 10.99.1.5/32 -p udp -m udp --dport 4789 -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-SERVICE -s 10.99.1.4/32 -p esp -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-SERVICE -s 10.99.1.5/32 -p esp -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-SERVICE -s 10.99.1.4/32 -p tcp -m tcp --dport 7000:7999 -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-SERVICE -s 10.99.1.5/32 -p tcp -m tcp --dport 7000:7999 -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-SERVICE -s 10.99.1.4/32 -p tcp -m tcp --dport 10050 -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-SERVICE -s 10.99.1.5/32 -p tcp -m tcp --dport 10050 -m conntrack --ctstate NEW -j ACCEPT
      COMMIT
      '
      }
    file:/etc/hive/firewall.v6
      content() {
      printf %s '*filter
      :HIVE-INPUT - [0:0]
      :HIVE-SERVICE - [0:0]
      -A HIVE-INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
      -A HIVE-INPUT -i lo -j ACCEPT
      -A HIVE-INPUT -p ipv6-icmp -j ACCEPT
      -A HIVE-INPUT -d fe80::/64 -p udp -m udp --dport 546 -j ACCEPT
      -A HIVE-INPUT -j HIVE-SERVICE
      -A HIVE-INPUT -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -j ACCEPT
      -A HIVE-INPUT -j REJECT --reject-with icmp6-adm-prohibited
      -A HIVE-SERVICE -i docker_gwbridge -m conntrack --ctstate NEW -j ACCEPT
      COMMIT
      '
      }
    file:/etc/systemd/system/hive-firewall.service
      content() {
      printf %s '[Unit]
      Description=The firewall of hive
      Before=network-pre.target docker.service
      Wants=network-pre.target
      After=iptables.service ip6tables.service netfilter-persistent.service nftables.service
      
      [Service]
      Type=oneshot
      RemainAfterExit=yes
      ExecStart=iptables-restore --wait --noflush /etc/hive/firewall.v4
      ExecStart=/bin/sh -c '\\''iptables -w -C INPUT -j HIVE-INPUT 2>/dev/null || iptables -w -I INPUT -j HIVE-INPUT'\\''
      ExecStart=ip6tables-restore --wait --noflush /etc/hive/firewall.v6
      ExecStart=/bin/sh -c '\\''ip6tables -w -C INPUT -j HIVE-INPUT 2>/dev/null || ip6tables -w -I INPUT -j HIVE-INPUT'\\''
      
      [Install]
      WantedBy=multi-user.target
      '
      }
    service:hive-firewall.service
    command:the firewall holds what its files say
      hive_restart 'hive-firewall.service' restart"
  `)
})

test('refuses sources that are none, and those that leave the mother out', () => {
  const refusal = (sources: unknown, motherAddress: string) => () =>
    resourcesOf(iptables, {
      hostVariables: {hive_ssh_source_ips: sources},
      facts: {...systems.debian12, motherAddress},
    })
  expect(refusal(['office'], '192.0.2.1')).toThrowErrorMatchingInlineSnapshot(
    `[HiveError: p-hive0.example: hive_ssh_source_ips holds "office"; expected were addresses and networks like 192.0.2.0/24.]`,
  )
  expect(refusal(['198.51.100.0/24'], '192.0.2.1')).toThrowErrorMatchingInlineSnapshot(
    `[HiveError: p-hive0.example: hive_ssh_source_ips is 198.51.100.0/24, but this machine comes from 192.0.2.1 and would be shut out.]`,
  )
  expect(refusal(['192.0.2.0/24'], '::ffff:192.0.2.1')).not.toThrow()
})

test('spells networks as the kernel prints them', () => {
  const rules = (hostVariables: Readonly<Record<string, unknown>>, path = '/etc/hive/firewall.v4') =>
    contentOf(resourcesOf(iptables, {hostVariables, facts: {...systems.debian12, ipv6: 'yes'}}), path)
  const everybody = {hive_ssh_source_ips: ['0.0.0.0/0', '::/0', '2001:DB8:0:0::1']}
  expect(rules(everybody).match(/.* --dport 22 .*/g)).toEqual([
    '-A HIVE-INPUT -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -m limit --limit 5/sec --limit-burst 20 -j ACCEPT',
  ])
  expect(rules(everybody, '/etc/hive/firewall.v6').match(/.* --dport 22 .*/g)).toEqual([
    '-A HIVE-INPUT -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -m limit --limit 5/sec --limit-burst 20 -j ACCEPT',
    '-A HIVE-INPUT -s 2001:db8::1/128 -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -m limit --limit 5/sec --limit-burst 20 -j ACCEPT',
  ])
  const inside = {hive_internal_net_addr: '10.99.1.77', hive_internal_net_cidr: 24}
  expect(rules(inside).match(/.* --dport 2376 .*/g)).toEqual([
    '-A HIVE-SERVICE -s 10.99.1.0/24 -p tcp -m tcp --dport 2376 -m conntrack --ctstate NEW -j ACCEPT',
  ])
  expect(() => rules({...inside, hive_internal_net_cidr: 33})).toThrowErrorMatchingInlineSnapshot(
    `[HiveError: p-hive0.example: hive_internal_net_addr and hive_internal_net_cidr should be a network like 192.0.2.0 and 24, got "10.99.1.77/33".]`,
  )
})

test('opens the card of the private network to that network alone', () => {
  const rules = (hostVariables: Readonly<Record<string, unknown>>) =>
    contentOf(resourcesOf(iptables, {hostVariables}), '/etc/hive/firewall.v4').match(/.* -i eth1 .*/g)
  const card = {hive_internal_net_if: 'eth1', hive_internal_net_cidr: 25}
  expect([rules(card), rules({...card, hive_internal_net_addr: '10.98.0.0'})]).toEqual([
    ['-A HIVE-SERVICE -s 10.99.1.0/25 -i eth1 -m conntrack --ctstate NEW -j ACCEPT'],
    ['-A HIVE-SERVICE -s 10.98.0.0/25 -i eth1 -m conntrack --ctstate NEW -j ACCEPT'],
  ])
  expect(() => rules({hive_internal_net_if: 'eth1; reboot'})).toThrow(
    'p-hive0.example: hive_internal_net_if should be the name of a network card like eth1, got "eth1; reboot".',
  )
})

test('opens on the repository host what log lines come by, over UDP or over TLS', () => {
  const opened = (settings: Readonly<Record<string, unknown>>) => {
    const site = makeSite({settings, hostVariables: {hive_syslog_port: 6514}})
    const openings = site.hosts.map(host => openingsOf(host, site).filter(({name}) => name === 'syslog'))
    return openings.map(each => each.map(({protocol, ports}) => `${protocol} ${ports.join(' ')}`))
  }
  expect([opened({}), opened({tls_logging: true})]).toEqual([
    [[], ['udp 6514']],
    [[], ['tcp 6514 6515']],
  ])
})
