/** How backups stand on the repository host, by its own clock; times are seconds since 1970. */
export interface BackupStatus {
  readonly now: number
  /** When the program was written last: since then it knows what it knows. */
  readonly knownSince: number
  /** What systemd says of `backup.timer`, `active` when all is well. */
  readonly timer: string
  /** By `service/name`. */
  readonly entries: ReadonlyMap<string, EntryStatus>
}

export interface EntryStatus {
  readonly newest?: {readonly file: string; readonly bytes: number; readonly time: number}
  /** Of the last time it was backed up; absent when that went well. */
  readonly failure?: {readonly time: number; readonly reason: string}
}

/** Reads what the look of backupChecks prints; undefined when there is no program that tells. */
export function parseBackupStatus(answer: string): BackupStatus | undefined {
  const [now, knownSince, timer = '', ...lines] = answer.split('\n')
  if (lines.length === 0) return undefined
  return {now: Number(now), knownSince: Number(knownSince), timer, entries: new Map(lines.map(entryOf))}
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** A time span in its largest unit, rounded down: `3 hours`. */
export function age(seconds: number): string {
  const [unit, size] = units.find(([, value]) => seconds >= value) ?? ['second', 1]
  const count = Math.max(0, Math.floor(seconds / size))
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

function entryOf(line: string): readonly [string, EntryStatus] {
  const [service, name, file = '', bytes, time, failedAt = '', ...reason] = line.split('\t')
  const status = {
    ...(file !== '' && {newest: {file, bytes: Number(bytes), time: Number(time)}}),
    ...(failedAt !== '' && {failure: {time: Number(failedAt), reason: reason.join('\t')}}),
  }
  return [`${service}/${name}`, status]
}
