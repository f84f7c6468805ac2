import type {Writable} from 'node:stream'
import type {Report} from './event.ts'

/** Renders a run for somebody. The only kind of code that prints. */
export interface Reporter {
  readonly report: Report
  /** Ends what is still open: sections, timers. */
  close(): void
}

/** Where a reporter writes; a terminal knows its width. */
export type Output = Writable & {readonly isTTY?: boolean; readonly columns?: number}
