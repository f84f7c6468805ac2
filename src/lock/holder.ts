import {hostname, userInfo} from 'node:os'

/** Who holds a stage, as shown to whoever else wants it. */
export interface Holder {
  readonly user: string
  /** The mother's host name. */
  readonly host: string
  readonly pid: number
  /** What was typed, e.g. `hive all -s staging`. */
  readonly command: string
  /** ISO 8601. */
  readonly since: string
  /** Page of the CI pipeline it runs in. */
  readonly pipeline?: string
}

interface HolderSource {
  readonly command: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly now: Date
}

/** This process as a holder. */
export function thisProcess({command, environment, now}: HolderSource): Holder {
  const pipeline = environment.CI_PIPELINE_URL
  return {
    user: environment.GITLAB_USER_LOGIN ?? userInfo().username,
    host: hostname(),
    pid: process.pid,
    command,
    since: now.toISOString(),
    ...(pipeline === undefined ? {} : {pipeline}),
  }
}

/** A holder as the end of a sentence; `text` is what the lock's file holds, which may be empty or cut short. */
export function describeHolder(text: string): string {
  const holder = parse(text)
  if (holder === undefined) return 'another run of hive that has just started'
  const pipeline = holder.pipeline === undefined ? '' : `, pipeline ${holder.pipeline}`
  return `"${holder.command}" of ${holder.user} on ${holder.host} (process ${holder.pid}, since ${holder.since}${pipeline})`
}

function parse(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isHolder(value) ? value : undefined
  } catch {
    // The holder is just writing its name, or a full disk cut it short: the lock itself is what counts.
    return undefined
  }
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null && 'command' in value && 'user' in value && 'since' in value
}
