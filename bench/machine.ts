import {cpus, release, totalmem} from 'node:os'

/** What the numbers depend on, in one line. */
export function machineFacts(): string {
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${memory} GB, Linux ${release()}, node ${process.version}`
}
