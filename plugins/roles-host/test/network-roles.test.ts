import {expect, test} from 'vitest'
import {internalNetwork} from '../src/internal-network.ts'
import {ntpClient} from '../src/ntp-client.ts'
import {strictSourceIp} from '../src/strict-source-ip.ts'
import {readable, resourcesOf, systems} from './case.ts'

const ntp = {hive_ntp_servers: ['ntp1.example', 'ntp2.example']}

test('chrony asks the servers of the inventory and is restarted for them, but not in a container', () => {
  const containerFacts = {...systems.debian12, container: 'yes'}
  expect(readable(resourcesOf(ntpClient, {hostVariables: ntp, facts: systems.alma9}))).toMatchInlineSnapshot(`
    "packages:chrony
    command:/etc/chrony.sources.d is there
      mkdir -p '/etc/chrony.sources.d'
    file:/etc/chrony.sources.d/hive.sources
      content() {
      printf %s 'server ntp1.example iburst
      server ntp2.example iburst
      '
      }
    command:chrony asks no other servers
      hive_rewrite '/etc/chrony.conf' sed -E 's%^(pool|server|peer|sourcedir /(run|etc)/chrony[.-]d)%#hive: \\0%' '/etc/chrony.conf'
    command:chrony reads the servers of hive
      printf '%s\\n' 'sourcedir /etc/chrony.sources.d' >>'/etc/chrony.conf'
    service:chronyd.service
      after file:/etc/chrony.sources.d/hive.sources, command:chrony asks no other servers, command:chrony reads the servers of hive: hive_restart 'chronyd.service' restart"
  `)
  const last = resourcesOf(ntpClient, {hostVariables: ntp, facts: containerFacts}).at(-1)
  expect([last?.id, last?.onChange]).toEqual(['service:chrony.service', undefined])
})

test('gives the private address to a card of its own, and keeps NetworkManager to it where hive brings it', () => {
  const hostVariables = {hive_internal_net_if: 'eth1', hive_internal_net_cidr: 24}
  const kept = (networkManager: string) =>
    resourcesOf(internalNetwork, {hostVariables, facts: {...systems.debian12, networkManager}})
  expect(readable(kept(''))).toMatchInlineSnapshot(`
    "directory:/etc/NetworkManager
    directory:/etc/NetworkManager/conf.d
    file:/etc/NetworkManager/conf.d/99-hive.conf
      content() {
      printf %s '# Kept by hive, role internal-network.
      [main]
      dns=none
      no-auto-default=*
      [keyfile]
      unmanaged-devices=*,except:interface-name:eth1
      '
      }
    packages:network-manager,NetworkManager
      if command -v dpkg >/dev/null; then hive_add_packages 'network-manager'; else hive_add_packages 'NetworkManager'; fi
    service:NetworkManager.service
      after file:/etc/NetworkManager/conf.d/99-hive.conf: hive_restart 'NetworkManager.service' restart
    file:/etc/NetworkManager/system-connections/internal_net.nmconnection
      content() {
      printf %s '[connection]
      id=internal_net
      type=ethernet
      interface-name=eth1
      autoconnect=true
      
      [ipv4]
      method=manual
      address1=10.99.1.4/24
      never-default=true
      
      [ipv6]
      method=disabled
      '
      }
      hive_write '/etc/NetworkManager/system-connections/internal_net.nmconnection' '600' 'root' 'root' content
    command:eth1 has the address 10.99.1.4
      nmcli connection reload && nmcli --wait 30 connection up internal_net
      after file:/etc/NetworkManager/system-connections/internal_net.nmconnection: nmcli connection reload && nmcli --wait 30 connection up internal_net"
  `)
  expect(kept('theirs').map(({id}) => id)).toEqual([
    'packages:network-manager,NetworkManager',
    'service:NetworkManager.service',
    'file:/etc/NetworkManager/system-connections/internal_net.nmconnection',
    'command:eth1 has the address 10.99.1.4',
  ])
  expect(() => resourcesOf(internalNetwork, {hostVariables: {hive_internal_net_if: 'eth1'}})).toThrow(
    'p-hive0.example: hive_internal_net_cidr should be the length of a prefix from 1 to 32, got "".',
  )
})

test('leaves the card of the private network to others once the variable is gone', () => {
  const without = (hasInternalProfile: string) =>
    readable(resourcesOf(internalNetwork, {facts: {...systems.debian12, hasInternalProfile}}))
  expect(without('')).toBe('')
  expect(without('yes')).toMatchInlineSnapshot(`
    "command:no card has an address from hive
      { nmcli connection down internal_net || :
      } &&
      { [ ! -e '/etc/NetworkManager/conf.d/99-hive.conf' ] || systemctl disable --now NetworkManager.service
      } &&
      { rm -f -- '/etc/NetworkManager/system-connections/internal_net.nmconnection' '/etc/NetworkManager/conf.d/99-hive.conf'
      } &&
      { ! systemctl is-active --quiet NetworkManager.service || nmcli connection reload
      }"
  `)
})

test('moves sshd to its own port, with the label SELinux wants', () => {
  const wish = {sshPort: 2022, facts: systems.alma9}
  expect(readable(resourcesOf(strictSourceIp, wish))).toMatchInlineSnapshot(`
    "packages:policycoreutils-python-utils
    command:SELinux lets sshd have port 2022
      semanage port -a -t ssh_port_t -p tcp '2022' || semanage port -m -t ssh_port_t -p tcp '2022'
    file:/etc/ssh/sshd_config.d/00-hive-strict-source-ip.conf
      content() {
      printf %s '# Kept by hive, role strict-source-ip.
      Port 2022
      '
      }
      hive_write '/etc/ssh/sshd_config.d/00-hive-strict-source-ip.conf' '600' 'root' 'root' content
    command:sshd knows no other port
      each_config() {
      for config in /etc/ssh/sshd_config /etc/ssh/sshd_config.d/*.conf; do
        [ ! -e "$config" ] || "$@" || return
      done
      }
      without_others() {
      awk -v port='2022' 'tolower($1) == "port" && $2 != port { $0 = "#" $0 } { print }' "$config"
      }
      is_without() {
      without_others | cmp -s - "$config"
      }
      make_without() {
      is_without || hive_rewrite "$config" without_others
      }
      show_without() {
      is_without || without_others | hive_compare "$config" || :
      }
      each_config make_without
    command:sshd listens on port 2022
      systemctl daemon-reload
      if systemctl is-active --quiet ssh.socket; then systemctl restart ssh.socket; fi
      systemctl restart 'sshd.service'
      after file:/etc/ssh/sshd_config.d/00-hive-strict-source-ip.conf, command:sshd knows no other port: systemctl daemon-reload
      if systemctl is-active --quiet ssh.socket; then systemctl restart ssh.socket; fi
      systemctl restart 'sshd.service'"
  `)
})

test('chrony gets back the servers of its distribution when the inventory names none any more', () => {
  const facts = {...systems.alma9, hasServers: '/etc/chrony.sources.d/hive.sources'}
  expect(readable(resourcesOf(ntpClient, {facts}))).toMatchInlineSnapshot(`
    "command:chrony asks the servers of its distribution
      hive_rewrite '/etc/chrony.conf' sed 's%^#hive: %%' '/etc/chrony.conf'
    absent:/etc/chrony.sources.d/hive.sources
    service:chronyd.service
      after command:chrony asks the servers of its distribution, absent:/etc/chrony.sources.d/hive.sources: hive_restart 'chronyd.service' restart"
  `)
  expect(resourcesOf(ntpClient)).toEqual([])
})

test('sshd goes back to port 22 only where hive moved it', () => {
  const ids = (hasMoved: string) =>
    resourcesOf(strictSourceIp, {facts: {...systems.debian12, hasMoved}}).map(({id}) => id)
  expect([ids(''), ids('yes')]).toEqual([
    [],
    [
      'file:/etc/ssh/sshd_config.d/00-hive-strict-source-ip.conf',
      'command:sshd knows no other port',
      'command:sshd listens on port 22',
    ],
  ])
})
