import {
  command,
  defineHostRole,
  file,
  guarded,
  HiveError,
  type Host,
  packages,
  type Resource,
  service,
  sh,
  textVariable,
} from '@hive-ci/cli'

/** The private address on a network card of its own (`hive_internal_net_if`), kept by NetworkManager. */
export const internalNetwork = defineHostRole({
  name: 'internal-network',
  group: 'servers',
  appliesTo: host => host.variables.has('hive_internal_net_if'),

  resources(host) {
    const profile = guarded(file(profilePath, {content: profileText(host), mode: '0600'}), guard)
    return [
      packages([{debian: 'network-manager', redhat: 'NetworkManager'}]),
      service('NetworkManager.service', {enabled: true, running: true}),
      profile,
      up(host, profile),
    ]
  },
})

const profilePath = '/etc/NetworkManager/system-connections/internal_net.nmconnection'

const guard = {
  name: 'network',
  paths: [profilePath],
  restore: sh`nmcli connection down internal_net
nmcli connection reload
if [ -e ${profilePath} ]; then nmcli connection up internal_net; fi`,
}

function profileText(host: Host): string {
  return [
    '[connection]',
    'id=internal_net',
    'type=ethernet',
    `interface-name=${interfaceOf(host)}`,
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

function up(host: Host, profile: Resource): Resource {
  const activate = sh`nmcli connection reload && nmcli connection up internal_net`
  return command(`${interfaceOf(host)} has the address ${host.address}`, {
    check: sh`ip -o addr show dev ${interfaceOf(host)} | grep -qF ${` ${addressOf(host)} `}`,
    apply: activate,
    onChange: {of: [profile], run: activate},
    timeout: 60,
  })
}

function interfaceOf(host: Host): string {
  const name = textVariable(host, 'hive_internal_net_if') ?? ''
  if (/^[A-Za-z0-9_.-]{1,15}$/.test(name)) return name
  throw wrong(host, 'hive_internal_net_if', name, 'the name of a network card like eth1')
}

function addressOf(host: Host): string {
  const prefix = textVariable(host, 'hive_internal_net_cidr') ?? ''
  if (/^([1-9]|[12]\d|3[0-2])$/.test(prefix)) return `${host.address}/${prefix}`
  throw wrong(host, 'hive_internal_net_cidr', prefix, 'the length of a prefix from 1 to 32')
}

function wrong(host: Host, name: string, value: string, expected: string): HiveError {
  return new HiveError(
    'INVENTORY_INVALID',
    `${host.name}: ${name} should be ${expected}, got ${JSON.stringify(value)}.`,
  )
}
