import type {Healthcheck, PublishedPort, Service, Site} from '../site/site.ts'
import type {Check} from './check.ts'
import {whereOf} from './where.ts'

/** What must hold of a site because its inventory says so: there is no second book to keep. Pure. */
export function siteChecks(site: Site): readonly Check[] {
  const hives = site.hosts.filter(host => host.isHive)
  return [
    ...site.hosts.map((host): Check => {
      const title = host.isHive ? `${host.name} is a ready node of the swarm` : `${host.name} can be logged in to`
      return {group: 'hosts', title, probe: {kind: 'node', host}}
    }),
    ...hives.map((host): Check => {
      const title = `${host.name} logs in to the registry and can pull from it`
      return {group: 'registry', title, probe: {kind: 'registry', host}}
    }),
    ...site.networks.map((network): Check => {
      const title = `Network ${network.name} is there`
      return {group: 'networks', title, ...whereOf(network), probe: {kind: 'network', network: network.name}}
    }),
    ...site.volumes.map((volume): Check => {
      const title = `Volume ${volume.source} is on every hive host`
      return {group: 'volumes', title, ...whereOf(volume), probe: {kind: 'volume', volume: volume.source}}
    }),
    ...site.services.flatMap(serviceChecks),
    ...hives.map((host): Check => {
      const title = `${host.name} answers on no port the inventory does not publish`
      return {group: 'ports', title, probe: {kind: 'nothing-else', host}}
    }),
  ]
}

function serviceChecks(service: Service): readonly Check[] {
  const {name, healthcheck, ports} = service
  return [
    {
      group: 'services',
      title: `Service ${name} has converged`,
      ...whereOf(service),
      probe: {kind: 'converged', service},
    },
    ...(isSwitchedOff(healthcheck) ? [] : [health(service)]),
    ...ports.map((port): Check => {
      const title = `Service ${name} ${port.protocol === 'tcp' ? 'answers' : 'is published'} on port ${portText(port)}`
      return {group: 'ports', title, ...whereOf(service), probe: {kind: 'published', service, port}}
    }),
  ]
}

function health(service: Service): Check {
  const title = `Every task of service ${service.name} is healthy`
  return {group: 'health', title, ...whereOf(service), probe: {kind: 'healthy', service}}
}

/** There is none, or `NONE` takes the image's own away. */
function isSwitchedOff(healthcheck: Healthcheck | undefined): boolean {
  return healthcheck === undefined || [healthcheck.test].flat()[0] === 'NONE'
}

export function portText({publishedPort, protocol}: PublishedPort): string {
  return `${publishedPort}/${protocol}`
}
