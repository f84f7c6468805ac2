import {type Facts, HiveError, type Host, osFamily, textVariable} from '@hive-ci/cli'
import {containedZabbix} from './contained.ts'
import type {ZabbixKind} from './kind.ts'
import {packagedZabbix} from './packaged.ts'

/**
 * How Zabbix runs on the host; undefined where the inventory wants none. `hive_zabbix` says so; left out, machines get it
 * and containers that play hosts do not. Throws `HiveError` INVENTORY_INVALID.
 */
export function zabbixKind(host: Host, facts: Facts): ZabbixKind | undefined {
  if (!isWanted(host, facts)) return undefined
  const hasPackages = osFamily(host.name, facts) === 'debian'
  return hasPackages && !namesImages(host) ? packagedZabbix : containedZabbix
}

/** Whether the inventory wants images of its own, wherever Zabbix runs. */
export function namesImages(host: Host): boolean {
  return (textVariable(host, 'hive_zabbix_server_tag') ?? textVariable(host, 'hive_zabbix_web_tag')) !== undefined
}

function isWanted(host: Host, {container}: Facts): boolean {
  const wanted = host.variables.get('hive_zabbix')
  if (wanted === undefined) return container !== 'yes'
  if (typeof wanted === 'boolean') return wanted
  throw new HiveError(
    'INVENTORY_INVALID',
    `${host.name}: hive_zabbix should be true or false, got ${JSON.stringify(wanted)}.`,
  )
}
