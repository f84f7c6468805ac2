import type {Host} from './site.ts'
import {portVariable} from './typed-variable.ts'

/** Where the repository host takes log lines in. */
export interface SyslogPorts {
  /** Syslog, of engines and of programs in tasks. */
  readonly syslog: number
  /** RELP, of the hosts themselves, with `tls_logging` only. */
  readonly relp: number
}

/** `hive_syslog_port` and the port after it. Throws `HiveError` INVENTORY_INVALID. */
export function syslogPorts(host: Host): SyslogPorts {
  const syslog = portVariable(host, 'hive_syslog_port') ?? 10514
  return {syslog, relp: syslog + 1}
}
