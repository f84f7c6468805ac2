import {HiveError, type Host} from '@hive-ci/cli'

/** Limits of a machine; 0 is none. */
export interface Size {
  /** Bytes. */
  readonly memory: number
  /** Units of a billionth of a CPU, as the engine counts. */
  readonly nanoCpus: number
}

/** `memory_size` (MiB) and `cpus` of the stage, as the host got them. Throws `HiveError` INVENTORY_INVALID. */
export function sizeOf(host: Host): Size {
  return {
    memory: positive(host, 'hive_memory_size', 'a number of MiB such as 2048') * 1024 * 1024,
    nanoCpus: positive(host, 'hive_cpus', 'a number such as 2') * 1e9,
  }
}

/** `2048 MiB, 2 cpus`; empty when there are no limits. */
export function describeSize({memory, nanoCpus}: Size): string {
  const parts = [memory > 0 && `${memory / 1024 / 1024} MiB`, nanoCpus > 0 && `${nanoCpus / 1e9} cpus`]
  return parts.filter(part => part !== false).join(', ') || 'no limits'
}

function positive(host: Host, variable: string, expected: string): number {
  const value = host.variables.get(variable)
  if (value === undefined) return 0
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN
  if (number > 0 && Number.isFinite(number)) return number
  throw new HiveError(
    'INVENTORY_INVALID',
    `${variable} of ${host.name} is ${JSON.stringify(value)}; expected ${expected}.`,
  )
}
