import {type Host, internalRanges, type Site, syslogPorts, textVariable, zabbixNetwork} from '@hive-ci/cli'
import {innerNetwork} from './inner-network.ts'

/** Ports of a host that others may reach; what Docker publishes goes past this list, through Docker's own chains. */
export interface Opening {
  /** The role it belongs to, or what it is for. */
  readonly name: string
  readonly protocol: 'tcp' | 'udp' | 'esp'
  /** `2376`, or a range as `7000:7999`; none for a protocol without ports. */
  readonly ports: readonly (number | string)[]
  /** Networks as CIDRs; left out: everybody. */
  readonly sources?: readonly string[]
}

/** Every opening of a host, in a stable order (hive-phases.md 2.7, and the services that run on the host itself). */
export function openingsOf(host: Host, site: Site): readonly Opening[] {
  const servers = serverNetworks(host, site)
  const bridges = bridgeNetworks(host)
  return [
    {name: 'docker_api_swarm', protocol: 'tcp', ports: [2376, 2377, 7946], sources: servers},
    {name: 'docker_swarm_udp', protocol: 'udp', ports: [7946, 4789], sources: servers},
    // Encrypted overlay networks travel in packets of their own kind.
    {name: 'docker_swarm_esp', protocol: 'esp', ports: [], sources: servers},
    {name: 'drbd', protocol: 'tcp', ports: ['7000:7999'], sources: servers},
    {name: 'zabbix_tcp', protocol: 'tcp', ports: [10050], sources: [...servers, ...zabbixServer(host)]},
    ...proxyOpening(site, [...servers, ...bridges]),
    ...(host.isRepository ? repositoryOpenings(host, site, [...servers, ...bridges]) : []),
  ]
}

function proxyOpening({settings}: Site, sources: readonly string[]): readonly Opening[] {
  if (settings.http_proxy === undefined) return []
  return [{name: 'http_proxy', protocol: 'tcp', ports: [settings.http_proxy_port], sources}]
}

function repositoryOpenings(host: Host, {settings, registry}: Site, sources: readonly string[]): readonly Opening[] {
  const {syslog, relp} = syslogPorts(host)
  return [
    {name: 'registry', protocol: 'tcp', ports: [registry.port]},
    {
      name: 'syslog',
      protocol: settings.tls_logging ? 'tcp' : 'udp',
      ports: settings.tls_logging ? [syslog, relp] : [syslog],
      sources,
    },
    {name: 'zabbix_server', protocol: 'tcp', ports: [10051], sources},
    // People come through "hive ssh -z".
    {name: 'zabbix_web', protocol: 'tcp', ports: [10052], sources},
  ]
}

/** The servers of the stage, or the network `hive_internal_net_addr` they meet in. */
function serverNetworks(host: Host, {hosts}: Site): readonly string[] {
  const network = innerNetwork(host)
  return network === undefined ? hosts.map(({address}) => `${address}/32`) : [network]
}

/** Where containers of this host come from: docker_gwbridge and docker0, or what Docker takes by itself. */
function bridgeNetworks(host: Host): readonly string[] {
  const cidr = textVariable(host, 'hive_internal_cidr')
  if (cidr === undefined) return ['172.17.0.0/16', '172.18.0.0/15', '172.20.0.0/14', '172.24.0.0/13']
  const {gatewayBridge, bridge} = internalRanges(cidr)
  return [gatewayBridge, bridge]
}

/** The Zabbix server in its own network of the repository host. */
function zabbixServer(host: Host): readonly string[] {
  return host.isRepository ? [`${zabbixNetwork(host).server}/32`] : []
}
