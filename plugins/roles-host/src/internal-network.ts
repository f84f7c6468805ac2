import {
  command,
  defineHostRole,
  directory,
  file,
  guarded,
  HiveError,
  type Host,
  packages,
  type Resource,
  sequence,
  service,
  sh,
  textVariable,
} from '@hive-ci/cli'
import {innerCard} from './inner-network.ts'
import {networkGuard, profilePath, scopePath} from './network-guard.ts'

/** The private address on a network card of its own (`hive_internal_net_if`), kept by NetworkManager. */
export const internalNetwork = defineHostRole({
  name: 'internal-network',
  group: 'servers',
  facts: {
    /** `ours`: it came for this card alone; `theirs`: it keeps the host's cards anyway. */
    networkManager: sh`if [ -e ${scopePath} ]; then echo ours; elif systemctl is-active --quiet NetworkManager.service; then echo theirs; fi`,
    hasInternalProfile: sh`[ -e ${profilePath} ] && echo yes`,
  },

  resources(host, _site, {networkManager, hasInternalProfile}) {
    const card = innerCard(host)
    if (card === undefined) return hasInternalProfile === 'yes' ? [withoutProfile] : []
    const scope = guarded(file(scopePath, {content: scopeText(card)}), networkGuard)
    const profile = guarded(file(profilePath, {content: profileText(host, card), mode: '0600'}), networkGuard)
    return [
      // Before the package, which starts it: it would ask for an address on every card nobody else keeps.
      ...(networkManager === 'theirs' ? [] : [...scopeDirectories, scope]),
      packages([{debian: 'network-manager', redhat: 'NetworkManager'}]),
      service('NetworkManager.service', {
        enabled: true,
        running: true,
        ...(networkManager === 'theirs' ? {} : {restartedBy: [scope]}),
      }),
      profile,
      up(host, card, profile),
    ]
  },
})

const scopeDirectories = [directory('/etc/NetworkManager'), directory('/etc/NetworkManager/conf.d')]

/**
 * Ubuntu's own file says that nothing with a cable is managed; this one comes after it. Names are still resolved as the other
 * cards say: a NetworkManager that knows of no name server empties /etc/resolv.conf. Before it has the profile it would
 * ask for an address on the card by itself, and might get another way out with it.
 */
function scopeText(card: string): string {
  return [
    '# Kept by hive, role internal-network.',
    '[main]',
    'dns=none',
    'no-auto-default=*',
    '[keyfile]',
    `unmanaged-devices=*,except:interface-name:${card}`,
    '',
  ].join('\n')
}

function profileText(host: Host, card: string): string {
  return [
    '[connection]',
    'id=internal_net',
    'type=ethernet',
    `interface-name=${card}`,
    'autoconnect=true',
    '',
    '[ipv4]',
    'method=manual',
    `address1=${addressOf(host)}`,
    // The way to everywhere else stays where it is.
    'never-default=true',
    '',
    '[ipv6]',
    'method=disabled',
    '',
  ].join('\n')
}

function up(host: Host, card: string, profile: Resource): Resource {
  const activate = sh`nmcli connection reload && nmcli --wait 30 connection up internal_net`
  return guarded(
    command(`${card} has the address ${host.address}`, {
      check: sh`ip -o addr show dev ${card} | grep -qF ${` ${addressOf(host)} `}`,
      apply: activate,
      onChange: {of: [profile], run: activate},
      timeout: 60,
    }),
    networkGuard,
  )
}

/** Without the variable the card is nobody's again, and a NetworkManager that came for it alone has nothing to do. */
const withoutProfile = guarded(
  command('no card has an address from hive', {
    check: sh`[ ! -e ${profilePath} ]`,
    apply: sequence(
      sh`nmcli connection down internal_net || :`,
      sh`[ ! -e ${scopePath} ] || systemctl disable --now NetworkManager.service`,
      sh`rm -f -- ${profilePath} ${scopePath}`,
      sh`! systemctl is-active --quiet NetworkManager.service || nmcli connection reload`,
    ),
    diff: sh`printf -- '-%s\\n' ${profilePath}`,
    timeout: 60,
  }),
  networkGuard,
)

function addressOf(host: Host): string {
  const prefix = textVariable(host, 'hive_internal_net_cidr') ?? ''
  if (/^([1-9]|[12]\d|3[0-2])$/.test(prefix)) return `${host.address}/${prefix}`
  throw new HiveError(
    'INVENTORY_INVALID',
    `${host.name}: hive_internal_net_cidr should be the length of a prefix from 1 to 32, got ${JSON.stringify(prefix)}.`,
  )
}
