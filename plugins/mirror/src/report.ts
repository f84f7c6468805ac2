import type {ImageMirror, MirrorLock} from '@hive-ci/cli'
import type {CopyOutcome, CopyPlan} from './copy-images.ts'
import type {Found} from './look.ts'

/** What became, or would become, of one image. */
export interface ImageReport {
  readonly name: string
  readonly wantedBy: readonly string[]
  readonly state: 'present' | 'to-copy' | 'copied' | 'skipped' | 'failed'
  readonly digest?: string
  /** The digest that was locked, where it is another one now. */
  readonly lockedBefore?: string
  /** Why it was skipped, or how it failed. */
  readonly reason?: string
}

/** The `--json` result of `hive mirror plan` and `hive mirror run`. */
export interface MirrorReport {
  readonly mirror: string
  readonly images: readonly ImageReport[]
  /** Fetched, or to be fetched, from the sources. */
  readonly bytes: number
  /** Blobs the mirror gave, or may give, from one of its repositories to another. */
  readonly mounted: number
  /** Has the failed images; `hive mirror run --retry` reads it. */
  readonly failedFile?: string
}

export interface ReportInput {
  readonly mirror: ImageMirror
  readonly lock: MirrorLock
  readonly found: readonly Found[]
  readonly plan: CopyPlan
  readonly failures: ReadonlyMap<string, string>
  /** Missing when nothing was carried out. */
  readonly outcome: CopyOutcome | undefined
}

export function mirrorReport({mirror, lock, found, plan, failures, outcome}: ReportInput): MirrorReport {
  const fetching = plan.blobs.filter(({home, targets}) => home === undefined && targets.length > 0)
  const targets = plan.blobs.reduce((sum, work) => sum + work.targets.length, 0)
  return {
    mirror: `${mirror.registry}/${mirror.path}`.replace(/\/$/, ''),
    images: found.map(one => imageReport(one, lock, failures, outcome !== undefined)),
    bytes: outcome?.fetched ?? fetching.reduce((sum, {blob}) => sum + blob.size, 0),
    mounted: outcome?.mounted ?? targets - fetching.length,
  }
}

function imageReport(
  found: Found,
  lock: MirrorLock,
  failures: ReadonlyMap<string, string>,
  carriedOut: boolean,
): ImageReport {
  const {name, wantedBy, skip} = found.wanted
  const image = {name, wantedBy}
  if (found.state === 'skipped') return {...image, state: 'skipped', reason: skip ?? ''}
  if (found.state === 'failed') return {...image, state: 'failed', reason: found.reason}
  const {digest} = found.copy
  const before = lock[name]?.digest
  const known = {...image, digest, ...(before !== undefined && before !== digest && {lockedBefore: before})}
  const reason = failures.get(name)
  if (reason !== undefined) return {...known, state: 'failed', reason}
  if (found.state === 'present') return {...known, state: 'present'}
  return {...known, state: carriedOut ? 'copied' : 'to-copy'}
}
