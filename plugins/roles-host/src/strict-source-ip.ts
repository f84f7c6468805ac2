import {
  block,
  command,
  defineHostRole,
  type Facts,
  file,
  type Guard,
  guarded,
  type Host,
  osFamily,
  packages,
  type Resource,
  sh,
} from '@hive-ci/cli'
import {families} from './family.ts'
import {motherAddressFact, sshSources} from './ssh-sources.ts'
import {sshdIncludeFact} from './sshd.ts'

const dropIn = '/etc/ssh/sshd_config.d/00-hive-strict-source-ip.conf'

/**
 * sshd on a port of its own (`hive_sshd_port`). Who may reach it (`hive_ssh_source_ips`) is a rule of the role iptables;
 * a list without the mother's own address is refused before anything is changed.
 */
export const strictSourceIp = defineHostRole({
  name: 'strict-source-ip',
  group: 'servers',
  facts: {
    sshdInclude: sshdIncludeFact,
    motherAddress: motherAddressFact,
    /** Whether an earlier inventory gave sshd a port of its own. */
    hasMoved: sh`grep -lqs -e 'Kept by hive, role strict' -e 'hive strict-source-ip begin' ${dropIn} /etc/ssh/sshd_config && echo yes`,
  },

  resources(host, _site, facts) {
    sshSources(host, facts)
    const isWanted = host.variables.has('hive_ssh_source_ips') || host.sshPort !== 22
    if (!isWanted && facts.hasMoved !== 'yes') return []
    const {sshUnit} = families[osFamily(host.name, facts)]
    const guard = {name: 'sshd', paths: ['/etc/ssh/sshd_config', '/etc/ssh/sshd_config.d'], restore: restart(sshUnit)}
    const ports = [listening(host, facts, guard), noOther(host, guard)]
    return [
      ...(facts.selinux === 'disabled' || facts.family !== 'redhat' ? [] : labelled(host)),
      ...ports,
      command(`sshd listens on port ${host.sshPort}`, {
        check: sh`ss -Hltn ${`sport = :${host.sshPort}`} | grep -q .`,
        apply: restart(sshUnit),
        onChange: {of: ports, run: restart(sshUnit)},
        timeout: 60,
      }),
    ]
  },
})

function listening({sshPort}: Host, {sshdInclude}: Facts, guard: Guard): Resource {
  const content = `Port ${sshPort}\n`
  const resource =
    sshdInclude === 'yes'
      ? file(dropIn, {content: `# Kept by hive, role strict-source-ip.\n${content}`, mode: '0600'})
      : block('/etc/ssh/sshd_config', {name: 'strict-source-ip', content, position: 'top'})
  return guarded(resource, guard)
}

/** Ports of sshd add up: what others say about them becomes a comment. */
function noOther({sshPort}: Host, guard: Guard): Resource {
  const without = sh`awk -v port=${sshPort} 'tolower($1) == "port" && $2 != port { $0 = "#" $0 } { print }'`
  return guarded(
    command('sshd knows no other port', {
      define: sh`each_config() {
for config in /etc/ssh/sshd_config /etc/ssh/sshd_config.d/*.conf; do
  [ ! -e "$config" ] || "$@" || return
done\n}
without_others() {\n${without} "$config"\n}
is_without() {\nwithout_others | cmp -s - "$config"\n}
make_without() {\nis_without || hive_rewrite "$config" without_others\n}
show_without() {\nis_without || without_others | hive_compare "$config" || :\n}`,
      check: sh`each_config is_without`,
      apply: sh`each_config make_without`,
      diff: sh`each_config show_without`,
    }),
    guard,
  )
}

/** On Ubuntu a socket listens for sshd; it learns its port from sshd's files when units are read anew. */
function restart(unit: string) {
  return sh`systemctl daemon-reload
if systemctl is-active --quiet ssh.socket; then systemctl restart ssh.socket; fi
systemctl restart ${unit}`
}

/** SELinux lets sshd listen only where the port is labelled for it. */
function labelled({sshPort}: Host): Resource[] {
  return [
    packages('policycoreutils-python-utils'),
    command(`SELinux lets sshd have port ${sshPort}`, {
      check: sh`semanage port -l | awk -v port=${sshPort} '$1 == "ssh_port_t" { for (n = 3; n <= NF; n++) { sub(/,/, "", $n); if ($n == port) found = 1 } } END { exit !found }'`,
      apply: sh`semanage port -a -t ssh_port_t -p tcp ${sshPort} || semanage port -m -t ssh_port_t -p tcp ${sshPort}`,
    }),
  ]
}
