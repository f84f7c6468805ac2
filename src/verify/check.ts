import type {RoleCheck} from '../role.ts'
import type {Host, PublishedPort, Service} from '../site/site.ts'
import type {CommandProbe, FileProbe, HttpProbe, TcpProbe} from './project-file.ts'

/** How a check is made; each kind is judged in one place (judge.ts). */
export type Probe =
  | {readonly kind: 'node'; readonly host: Host}
  | {readonly kind: 'converged'; readonly service: Service}
  | {readonly kind: 'healthy'; readonly service: Service}
  | {readonly kind: 'published'; readonly service: Service; readonly port: PublishedPort}
  | {readonly kind: 'nothing-else'; readonly host: Host}
  | {readonly kind: 'network'; readonly network: string}
  | {readonly kind: 'volume'; readonly volume: string}
  | {readonly kind: 'registry'; readonly host: Host}
  | {readonly kind: 'role'; readonly host: Host; readonly check: RoleCheck}
  | {readonly kind: 'http'; readonly wish: HttpProbe}
  | {readonly kind: 'tcp'; readonly wish: TcpProbe}
  | {readonly kind: 'command'; readonly host: Host; readonly wish: CommandProbe}
  | {readonly kind: 'file'; readonly host: Host; readonly wish: FileProbe}
  | {readonly kind: 'executable'; readonly path: string}

/** One thing that must hold of a running site. */
export interface Check {
  /** The suite it belongs to in reports: `hosts`, `services`, ..., a role, or the project's file it comes from. */
  readonly group: string
  /** What holds when it passes, as a sentence without its full stop. Unique within its group. */
  readonly title: string
  /** Where it is wanted, `file:line` below the project's root; absent for what follows from the site as a whole. */
  readonly where?: string
  readonly probe: Probe
}

export interface CheckResult {
  readonly group: string
  readonly title: string
  readonly where?: string
  readonly outcome: 'passed' | 'failed'
  /** What was found instead, whole sentences; absent when it passed. */
  readonly message?: string
  /** What is worth knowing although it passed; one line. */
  readonly note?: string
  readonly seconds: number
}
