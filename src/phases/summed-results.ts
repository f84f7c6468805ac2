import type {TargetReport} from '../reporter/event.ts'
import type {Result} from './set-up-hosts.ts'

/** Puts together what several steps did to one target, in the place of the first. */
export function summedResults(results: readonly Result[]): readonly Result[] {
  const sums = new Map<string, Result>()
  for (const result of results) {
    const before = sums.get(result.target.target)
    sums.set(result.target.target, before === undefined ? result : sum(before, result))
  }
  return [...sums.values()]
}

function sum(before: Result, {target, changes}: Result): Result {
  return {
    target: {
      ...target,
      outcome: target.outcome === 'ok' ? before.target.outcome : target.outcome,
      ok: before.target.ok + target.ok,
      changed: before.target.changed + target.changed,
      failed: before.target.failed + target.failed,
      seconds: before.target.seconds + target.seconds,
    } satisfies TargetReport,
    changes: [...before.changes, ...changes],
  }
}
