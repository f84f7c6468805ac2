import {type LoggedRequest, parseLogLine} from './log-line.ts'

/** All requests of one client to one place. */
export interface Tally extends Pick<LoggedRequest, 'client' | 'host' | 'port'> {
  readonly requests: number
  readonly denied: number
  /** How many were sent back to log in to the proxy first. */
  readonly unauthorized: number
  /** Whether a tunnel was asked for. */
  readonly isTunnel: boolean
  /** Where the proxy went, the last time it said so. */
  readonly peer?: string
}

export interface LogTally {
  readonly tallies: readonly Tally[]
  readonly lines: number
  /** Lines that are no requests in a known format. */
  readonly unknown: number
}

/** Counts a log line by line; what it keeps grows with the number of places, not with the log. */
export async function tallyLog(lines: AsyncIterable<string>): Promise<LogTally> {
  const tallies = new Map<string, Tally>()
  let count = 0
  let unknown = 0
  for await (const line of lines) {
    if (line.trim() === '') continue
    count += 1
    const request = parseLogLine(line)
    if (request === undefined) unknown += 1
    else add(tallies, request)
  }
  return {tallies: [...tallies.values()], lines: count, unknown}
}

function add(tallies: Map<string, Tally>, {client, host, port, status, result, method, peer}: LoggedRequest): void {
  const key = `${client} ${host} ${port}`
  const before = tallies.get(key)
  const last = peer ?? before?.peer
  tallies.set(key, {
    client,
    host,
    port,
    requests: (before?.requests ?? 0) + 1,
    denied: (before?.denied ?? 0) + (status !== 407 && result.includes('DENIED') ? 1 : 0),
    unauthorized: (before?.unauthorized ?? 0) + (status === 407 ? 1 : 0),
    isTunnel: method === 'CONNECT' || (before?.isTunnel ?? false),
    ...(last !== undefined && {peer: last}),
  })
}
