import {expect, test} from 'vitest'
import {siteChecks} from '../../src/verify/site-checks.ts'
import {makeService} from '../support/service.ts'
import {makeObject, makeSite} from '../support/site.ts'

const position = {file: 'inventory/services.yml', line: 4, column: 3}

test('a site is checked for whatever its inventory says, and each check knows its line', () => {
  const site = {
    ...makeSite({hosts: 2}),
    services: [
      makeService('web', {
        position,
        healthcheck: {test: 'true'},
        ports: [
          {targetPort: 80, publishedPort: 8080, protocol: 'tcp'},
          {targetPort: 53, publishedPort: 61001, protocol: 'udp'},
        ],
      }),
      makeService('quiet', {healthcheck: {test: ['NONE']}}),
    ],
    networks: [{...makeObject('inside', ['networks']), driverOptions: {}, attachable: true}],
    volumes: [{...makeObject('volume_data', []), source: 'data', kind: 'driver' as const, driverOptions: {}}],
  }
  const lines = siteChecks(site).map(({group, title, where = '-'}) => `${group} | ${title} | ${where}`)
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "hosts | p-hive0.example is a ready node of the swarm | -
    hosts | p-hive1.example can be logged in to | -
    registry | p-hive0.example logs in to the registry and can pull from it | -
    networks | Network inside is there | -
    volumes | Volume data is on every hive host | -
    services | Service web has converged | inventory/services.yml:4
    health | Every task of service web is healthy | inventory/services.yml:4
    ports | Service web answers on port 8080/tcp | inventory/services.yml:4
    ports | Service web is published on port 61001/udp | inventory/services.yml:4
    services | Service quiet has converged | -
    ports | p-hive0.example answers on no port the inventory does not publish | -"
  `)
})
