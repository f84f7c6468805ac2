import type {Change} from '../change.ts'
import type {TargetReport} from '../reporter/event.ts'

/** What became of a host's program. In check mode `changed` counts what would change. */
export interface HostOutcome extends TargetReport {
  /** Resources the program did not come to, because one before them failed. */
  readonly skipped: number
  /** What was changed, or would be in check mode. */
  readonly changes: readonly Change[]
  /** A change takes effect only after a reboot; the resources behind it were not looked at yet. */
  readonly needsReboot: boolean
  /** A change is felt only by a new login. */
  readonly needsReconnect: boolean
  /**
   * What the mother has to confirm over a new connection, or the host puts it back: `sshd firewall`. After a failure:
   * what the host puts back by itself.
   */
  readonly guarded?: string
}
