import type {TableRow} from './table.ts'

/**
 * The jobs that run when `played` are started by hand and all go well: those that may start at the same moment stand
 * together. A job with `needs` waits for those, another for all stages before its own; where a manual job that blocks is
 * not played, nothing behind it starts.
 */
export function runningOrder(rows: readonly TableRow[], played: readonly string[]): readonly (readonly string[])[] {
  const waves: string[][] = []
  const done = new Set<string>()
  for (;;) {
    const next = rows.filter(row => !done.has(row.name) && mayStart(row, rows, done, played)).map(({name}) => name)
    if (next.length === 0) return waves
    waves.push(next)
    for (const name of next) done.add(name)
  }
}

function mayStart(row: TableRow, rows: readonly TableRow[], done: Set<string>, played: readonly string[]): boolean {
  if (row.when === 'manual' && !played.includes(row.name)) return false
  if (row.needs) return row.needs.every(need => done.has(need))
  const stages = [...new Set(rows.map(({stage}) => stage))]
  const earlier = rows.filter(other => stages.indexOf(other.stage) < stages.indexOf(row.stage))
  return earlier.every(other => done.has(other.name) || isSkipped(other, played))
}

/** A manual job that may fail is waited for by nobody. */
function isSkipped({when, allowFailure, name}: TableRow, played: readonly string[]): boolean {
  return when === 'manual' && allowFailure && !played.includes(name)
}
