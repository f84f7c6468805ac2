import type {WantedTemplate} from '../state.ts'
import {type DiscoveryRule, type Item, template} from './format.ts'

/** What the repository host knows of a site's services, logs and backups. */
export function repositoryServer(site: string): WantedTemplate {
  return template('Hive Repository Server', {
    items: [errorLog],
    discovery_rules: [services(site), standaloneServices(site), innerServices(site), volumes(site), backups(site)],
  })
}

const errorLog: Item = {
  name: 'Lines monitor_error is about',
  key: 'log[/var/log/service-error.log]',
  type: 'ZABBIX_ACTIVE',
  delay: '1m',
  value_type: 'LOG',
  trends: '0',
  triggers: [
    {
      expression: '{nodata(8h)}=0',
      name: 'A service logged an error: {ITEM.LASTVALUE}',
      priority: 'WARNING',
      manual_close: 'YES',
    },
  ],
}

function services(site: string): DiscoveryRule {
  return {
    name: `Services of ${site}`,
    key: `user.discovery.docker-service.${site}`,
    delay: '1h',
    item_prototypes: [
      {
        name: 'Running tasks of {#SERVICE}',
        key: `docker-service-replicas.${site}[{#SERVICE}]`,
        delay: '2m',
        units: '%',
        trigger_prototypes: [
          {
            expression: '{max(#2)}<100',
            name: 'Only {ITEM.LASTVALUE} of the tasks of {#SERVICE} are running',
            priority: 'HIGH',
          },
        ],
      },
      {
        name: 'Age of the youngest task of {#SERVICE}',
        key: `docker-service-uptime.${site}[{#SERVICE}]`,
        delay: '5m',
        units: 'uptime',
        trigger_prototypes: [
          {expression: '{last()}<8h', name: '{#SERVICE} was started anew', priority: 'INFO', manual_close: 'YES'},
        ],
      },
    ],
  }
}

function standaloneServices(site: string): DiscoveryRule {
  return {
    name: `Standalone services of ${site}`,
    key: `user.discovery.docker-standalone-service.${site}`,
    delay: '1h',
    item_prototypes: [
      {
        name: 'Failed units inside {#SERVICE}',
        key: `docker-failed-innerservice-count.${site}[{#SERVICE}]`,
        delay: '5m',
        trigger_prototypes: [
          {expression: '{last()}>0', name: '{ITEM.LASTVALUE} units inside {#SERVICE} have failed', priority: 'HIGH'},
        ],
      },
    ],
  }
}

function innerServices(site: string): DiscoveryRule {
  return {
    name: `Units inside standalone services of ${site}`,
    key: `user.discovery.docker-innerservice.${site}`,
    delay: '1h',
    item_prototypes: [
      {
        name: 'Age of {#UNIT} inside {#SERVICE}',
        key: `docker-innerservice-uptime.${site}[{#SERVICE},{#UNIT}]`,
        delay: '5m',
        units: 'uptime',
        trigger_prototypes: [
          {
            expression: '{last()}<8h',
            name: '{#UNIT} inside {#SERVICE} was started anew',
            priority: 'INFO',
            manual_close: 'YES',
          },
        ],
      },
    ],
  }
}

function volumes(site: string): DiscoveryRule {
  return {
    name: `Volumes of ${site}`,
    key: `user.discovery.docker-volume.${site}`,
    delay: '1h',
    item_prototypes: [
      {
        name: 'Room taken in {#PATH} of {#SERVICE}',
        key: `docker-volume.${site}[{#SERVICE},{#PATH}]`,
        delay: '10m',
        units: '%',
        trigger_prototypes: [
          {
            expression: '{min(#3)}>90',
            name: '{ITEM.LASTVALUE} of {#PATH} of {#SERVICE} are taken',
            priority: 'HIGH',
          },
        ],
      },
    ],
  }
}

function backups(site: string): DiscoveryRule {
  return {
    name: `Backups of ${site}`,
    key: `hive.backup.discovery.${site}`,
    delay: '1h',
    item_prototypes: [
      {
        name: 'Age of the newest backup {#BACKUP} of {#SERVICE}',
        key: `hive.backup.age.${site}[{#SERVICE},{#BACKUP}]`,
        delay: '30m',
        units: 'uptime',
        trigger_prototypes: [
          {expression: '{last()}>2d', name: '{#SERVICE} has no new backup {#BACKUP}', priority: 'WARNING'},
        ],
      },
    ],
  }
}
