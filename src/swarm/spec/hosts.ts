import type {Service, Site} from '../../site/site.ts'

/** Lines of the containers' `/etc/hosts`: every server of the stage, then the service's own, which win by name. */
export function hostEntries(service: Service, site: Site): string[] {
  const servers = Object.fromEntries(site.hosts.map(host => [host.name, host.address]))
  return Object.entries({...servers, ...service.hosts}).map(([name, address]) => `${address} ${name}`)
}
