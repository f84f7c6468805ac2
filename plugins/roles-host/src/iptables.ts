import {
  command,
  defineHostRole,
  directory,
  type Facts,
  file,
  guarded,
  type Host,
  osFamily,
  packages,
  type Resource,
  type Site,
  service,
  sh,
} from '@hive-ci/cli'
import {addressFamilies, firewallRules, type Inside} from './firewall-rules.ts'
import {innerCard, innerNetwork} from './inner-network.ts'
import {openingsOf} from './openings.ts'
import {motherAddressFact, motherPortFact, sshSources} from './ssh-sources.ts'

/**
 * The host's firewall: ssh and what `openings.ts` lists, nothing else. INPUT goes to chains of our own first; Docker's
 * chains and the rules of others stay as they are.
 */
export const iptables = defineHostRole({
  name: 'iptables',
  group: 'servers',
  facts: {
    motherAddress: motherAddressFact,
    motherPort: motherPortFact,
    ipv6: sh`[ -e /proc/net/if_inet6 ] && echo yes`,
  },

  resources(host, site, facts) {
    const rules = ruleFiles(host, site, facts)
    const unit = guarded(file(unitFile, {content: unitText(rules)}), guard)
    const files = rules.map(({path, text}) => guarded(file(path, {content: text}), guard))
    const family = osFamily(host.name, facts)
    return [
      ...(family === 'redhat' ? [packages('firewalld', {present: false})] : []),
      packages('iptables'),
      directory('/etc/hive'),
      ...files,
      unit,
      service(unitName, {enabled: true}),
      live(rules),
    ]
  },
})

const unitName = 'hive-firewall.service'
const unitFile = `/etc/systemd/system/${unitName}`

/** Either the unit that was there loads the rules that were there, or there were none of ours. */
const guard = {
  name: 'firewall',
  paths: [unitFile, '/etc/hive/firewall.v4', '/etc/hive/firewall.v6'],
  restore: sh`systemctl daemon-reload
if [ -e ${unitFile} ]; then systemctl restart ${unitName}; else
  iptables -D INPUT -j HIVE-INPUT
  ip6tables -D INPUT -j HIVE-INPUT
fi`,
}

interface RuleFile {
  readonly command: string
  readonly path: string
  readonly text: string
}

function ruleFiles(host: Host, site: Site, facts: Facts): readonly RuleFile[] {
  const ports = [22, Number(facts.motherPort) || 22, host.sshPort]
  const door = {ports: [...new Set(ports)], sources: sshSources(host, facts)}
  const openings = openingsOf(host, site)
  const inner = insideOf(host)
  return addressFamilies
    .filter(({version}) => version === 4 || facts.ipv6 === 'yes')
    .map(family => ({
      command: family.command,
      path: `/etc/hive/firewall.v${family.version}`,
      text: [
        '*filter',
        ':HIVE-INPUT - [0:0]',
        ':HIVE-SERVICE - [0:0]',
        ...firewallRules(family, door, openings, inner),
        'COMMIT',
        '',
      ].join('\n'),
    }))
}

/** `hive_internal_net_if` opens that card to its own network. */
function insideOf(host: Host): Inside | undefined {
  const card = innerCard(host)
  const network = innerNetwork(host) ?? innerNetwork(host, host.address)
  return card === undefined || network === undefined ? undefined : {card, network}
}

/** Chains that are named in the file are replaced in one move, all others stay. */
function unitText(rules: readonly RuleFile[]): string {
  const load = rules.flatMap(({command, path}) => [
    `ExecStart=${command}-restore --wait --noflush ${path}`,
    `ExecStart=/bin/sh -c '${command} -w -C INPUT -j HIVE-INPUT 2>/dev/null || ${command} -w -I INPUT -j HIVE-INPUT'`,
  ])
  return [
    '[Unit]',
    'Description=The firewall of hive',
    'Before=network-pre.target docker.service',
    'Wants=network-pre.target',
    'After=iptables.service ip6tables.service netfilter-persistent.service nftables.service',
    '',
    '[Service]',
    'Type=oneshot',
    'RemainAfterExit=yes',
    ...load,
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ].join('\n')
}

/** What the kernel has is compared with the files, so rules somebody took away come back. */
function live(rules: readonly RuleFile[]): Resource {
  const compare = rules.map(
    ({command, path}) => sh`hive_rules=$({ ${command} -S HIVE-INPUT; ${command} -S HIVE-SERVICE; } | grep '^-A') &&
[ "$hive_rules" = "$(grep '^-A' ${path})" ] && ${command} -w -C INPUT -j HIVE-INPUT`,
  )
  const [first = sh`:`, ...others] = compare
  const check = others.reduce((all, each) => sh`${all} && ${each}`, first)
  return guarded(
    command('the firewall holds what its files say', {
      check,
      apply: sh`hive_restart ${unitName} restart`,
      timeout: 60,
    }),
    guard,
  )
}
