/** A task as the engine tells it, as far as convergence is judged by it. */
export interface Task {
  readonly ID: string
  readonly ServiceID: string
  /** Position of a replicated service's task; global services have one on each node instead. */
  readonly Slot?: number
  readonly NodeID?: string
  readonly CreatedAt: string
  readonly DesiredState: string
  readonly Status: {
    readonly State: string
    readonly Timestamp: string
    readonly Message?: string
    readonly Err?: string
    readonly ContainerStatus?: {readonly ContainerID?: string; readonly ExitCode?: number}
  }
}

/** The task is one that stays: the swarm means it to run. */
export function isWanted({DesiredState}: Task): boolean {
  return DesiredState === 'running' || DesiredState === 'ready'
}

/** The task ended in a way no task should: it failed, or its node could not even start it. */
export function hasFailed({Status}: Task): boolean {
  return Status.State === 'failed' || Status.State === 'rejected'
}

/** Why a task is in the state it is in, as one line: the engine's reason, and the exit status where that is all there is. */
export function taskReason({Status}: Task): string {
  const exitCode = Status.ContainerStatus?.ExitCode
  const reason = Status.Err || Status.Message || Status.State
  return exitCode && !reason.includes(`(${exitCode})`) ? `${reason} (exit status ${exitCode})` : reason
}

/** Seconds since a moment of the engine's own clock. */
export function secondsSince(timestamp: string, now: number): number {
  return (now - Date.parse(timestamp)) / 1000
}
