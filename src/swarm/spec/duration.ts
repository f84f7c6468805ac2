import {HiveError} from '../../error.ts'

const nanoseconds: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
}

const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/gy

/**
 * A Go duration (`1m30s`, `500ms`, `1.5h`) in nanoseconds, as Docker's API wants it.
 * @throws HiveError INVENTORY_INVALID naming `where` when the text is no such duration.
 */
export function durationToNanoseconds(text: string, where: string): number {
  if (text === '0') return 0
  const parts = [...text.matchAll(part)]
  const isWhole = parts.length > 0 && parts.map(([matched]) => matched).join('') === text
  if (!isWhole) {
    throw new HiveError('INVENTORY_INVALID', `${where}: expected a duration such as 30s or 1m30s, got "${text}".`)
  }
  return Math.round(parts.reduce((sum, [, count, unit]) => sum + Number(count) * (nanoseconds[unit ?? ''] ?? 0), 0))
}

/** The same for an attribute that may be absent. */
export function optionalDuration(text: string | undefined, where: string): number | undefined {
  return text === undefined ? undefined : durationToNanoseconds(text, where)
}
