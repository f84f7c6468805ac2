import {firstAddress, internalRanges} from './internal-ranges.ts'
import type {Host} from './site.ts'
import {textVariable} from './typed-variable.ts'

/** The network of Zabbix's containers on the repository host; `server` is who asks the agents. */
export interface ZabbixNetwork {
  readonly subnet: string
  readonly gateway: string
  readonly server: string
  readonly web: string
  readonly database: string
}

/** The last eighth of `internal_cidr`, or what hive-builder takes without one (hive-phases.md 2.21, 2.25). */
export function zabbixNetwork(host: Host): ZabbixNetwork {
  const cidr = textVariable(host, 'hive_internal_cidr')
  const subnet = cidr === undefined ? '172.21.0.0/16' : internalRanges(cidr).zabbix
  const gateway = firstAddress(subnet)
  const after = (count: number) => gateway.replace(/\d+$/, last => String(Number(last) + count))
  return {subnet, gateway, server: after(1), web: after(2), database: after(3)}
}
