import type Docker from 'dockerode'
import type {ExtensionCatalog} from './extension/catalog.ts'
import type {Report} from './reporter/event.ts'
import type {Host, Site} from './site/site.ts'
import type {Connection} from './transport/connection.ts'

/** The open connections of a run: one for each host, made when first needed, kept until the run ends. */
export interface HostPool {
  connect(host: Host): Promise<Connection>
  /** Closes a host's connection so that the next `connect` logs in again (new groups, a reboot). */
  reset(host: Host): Promise<void>
  /** The host's Docker engine, spoken to over the connection. */
  engine(host: Host): Promise<Docker>
  close(): Promise<void>
}

/** What a phase works with: everything it needs is in here or an argument, nothing is ambient. */
export interface Session {
  readonly site: Site
  readonly extensions: ExtensionCatalog
  readonly hosts: HostPool
  readonly report: Report
  readonly signal: AbortSignal
  /** Look and tell, change nothing. */
  readonly checkMode: boolean
}
