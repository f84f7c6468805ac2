/** Stable identifiers of everything that can go wrong in a way the reader can act on. */
export type ErrorCode =
  | 'USAGE'
  | 'VARIABLE_INVALID'
  | 'INVENTORY_INVALID'
  | 'TEMPLATE_FAILED'
  | 'CONTEXT_INVALID'
  | 'CONTEXT_CONFLICT'
  | 'EXTENSION_INVALID'
  | 'PROVIDER_FAILED'
  | 'PROVIDER_UNAVAILABLE'
  | 'HOST_UNREACHABLE'
  | 'HOST_FAILED'
  | 'ENGINE_UNAVAILABLE'
  | 'REGISTRY_FAILED'
  | 'GITLAB_FAILED'
  | 'OFFLINE_FAILED'
  | 'IMAGE_FAILED'
  | 'SERVICE_FAILED'
  | 'ANSIBLE_FAILED'
  | 'PHASE_FAILED'
  | 'STAGE_LOCKED'
  | 'PLAN_INVALID'
  | 'PLAN_OUTDATED'
  | 'INTERRUPTED'

/** Exit statuses of the `hive` command (design.md section 4, "Errors"). */
export const exitCodes = {done: 0, failed: 1, usage: 2, changesPending: 10, locked: 20, interrupted: 130} as const

export interface HiveErrorOptions {
  readonly cause?: unknown
  /** What the reader can do next, one sentence each. oclif prints them under "Try this". */
  readonly suggestions?: readonly string[]
}

/**
 * A failure the reader can act on. The message says where, what happened and what was expected, in that order.
 * Anything else that reaches the top is a bug of ours.
 */
export class HiveError extends Error {
  override readonly name = 'HiveError'
  readonly code: ErrorCode
  readonly suggestions: string[]
  readonly oclif: {exit: number}

  constructor(code: ErrorCode, message: string, {cause, suggestions = []}: HiveErrorOptions = {}) {
    super(message, cause === undefined ? undefined : {cause})
    this.code = code
    this.suggestions = [...suggestions]
    this.oclif = {exit: exitOf(code)}
  }
}

function exitOf(code: ErrorCode): number {
  if (code === 'USAGE') return exitCodes.usage
  if (code === 'STAGE_LOCKED') return exitCodes.locked
  if (code === 'INTERRUPTED') return exitCodes.interrupted
  return exitCodes.failed
}

/** The text of any thrown value, for use inside a larger sentence. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The same with what can be done about it, for reports that keep one message of a failure. */
export function reasonWithAdvice(error: unknown): string {
  const suggestions = error instanceof HiveError ? error.suggestions : []
  return [reasonOf(error), ...suggestions].join(' ')
}
