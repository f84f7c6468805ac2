import type {AnsibleEvent} from './events.ts'

/** What a play did to one object. */
export interface PlayResult {
  /** Tasks that found everything right. */
  readonly ok: number
  /** Tasks that changed something, or would. */
  readonly changed: number
  /** Their names, in the order they ran. */
  readonly changedTasks: readonly string[]
  /** The sentence of the task that failed; absent when none did. */
  readonly failure?: string
}

/** Tells for each object of a play what became of it. */
export function playResults(
  objects: readonly string[],
  events: readonly AnsibleEvent[],
): ReadonlyMap<string, PlayResult> {
  const recap = events.find(event => event.type === 'recap')?.hosts ?? {}
  return new Map(
    objects.map(object => {
      const {ok = 0, changed = 0, failures = 0, unreachable = 0} = recap[object] ?? {}
      const hasFailed = failures + unreachable > 0
      return [
        object,
        {
          ok: Math.max(0, ok - changed),
          changed,
          changedTasks: events.flatMap(event =>
            event.type === 'changed' && event.host === object ? [event.task] : [],
          ),
          ...(hasFailed && {failure: failureOf(object, events)}),
        },
      ]
    }),
  )
}

function failureOf(object: string, events: readonly AnsibleEvent[]): string {
  const failed = events.find(event => event.type === 'failed' && event.host === object)
  if (failed?.type !== 'failed') return `A task failed for ${object}: it gave no reason.`
  const where = failed.path === '' ? '' : ` (${failed.path})`
  return `Task "${failed.task}"${where} failed for ${object}: ${failed.message || 'it gave no reason.'}`
}
