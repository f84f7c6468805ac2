import type {Host, Service, Site} from '../../site/site.ts'
import type {Cluster} from '../cluster.ts'

export interface LogDriver {
  readonly Name: string
  readonly Options: Record<string, string>
}

const syslogPort = 10514

/**
 * Where a service's output goes: as the inventory says, else to the repository host's syslog, as hive-builder does. When
 * nothing listens there yet the engine's own files are used instead, so that no line is lost.
 */
export function logDriver(service: Service, site: Site, cluster: Cluster): LogDriver {
  if (service.logging) return {Name: service.logging.driver, Options: {...service.logging.options}}
  const repository = site.hosts.find(host => host.isRepository)
  if (!cluster.hasLogServer || !repository) return {Name: 'json-file', Options: {}}
  return {Name: 'syslog', Options: syslogOptions(service, repository, site)}
}

function syslogOptions(service: Service, repository: Host, site: Site): Record<string, string> {
  const protocol = site.settings.tls_logging ? 'tcp+tls' : 'udp'
  const port = repository.variables.get('hive_syslog_port') ?? syslogPort
  return {
    'syslog-address': `${protocol}://${repository.name}:${port}`,
    'syslog-facility': 'local0',
    tag: service.name,
    ...(site.settings.tls_logging ? tlsOptions(repository) : {}),
  }
}

/** The docker client's certificates, which every host has in its login user's home (same path on all of them). */
function tlsOptions({homeDirectory}: Host): Record<string, string> {
  return {
    'syslog-tls-ca-cert': `${homeDirectory}/.docker/ca.pem`,
    'syslog-tls-cert': `${homeDirectory}/.docker/cert.pem`,
    'syslog-tls-key': `${homeDirectory}/.docker/key.pem`,
  }
}
