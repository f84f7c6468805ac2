import type {Item} from './item.ts'
import type {Wish} from './wish-schema.ts'

type Schedule = Wish['schedules'][number]

/** Every night. Whoever wants another time says so in `gitlab.yml`. */
export const driftSchedule: Schedule = {
  description: 'hive: look for drift',
  cron: '17 3 * * *',
  timezone: 'UTC',
  active: true,
}

/** A pipeline at a time of the day; `defaultBranch` is undefined where it cannot be seen. */
export function scheduleItem(schedule: Schedule, defaultBranch: string | undefined): Item {
  const {description, cron, timezone, active} = schedule
  const list = 'pipeline_schedules'
  const ref = schedule.ref ?? defaultBranch
  const id = `schedule:${description}`
  const full = ref?.startsWith('refs/') ? ref : `refs/heads/${ref}`
  const wanted = {ref: full, cron, timezone, active: `${active}`}
  const body = {description, ref: full, cron, cron_timezone: timezone, active}
  return {
    id,
    list,
    isIt: entry => entry.description === description,
    wanted,
    found: entry => ({
      // Older servers tell the bare name of the branch.
      ref: `${entry.ref}`.startsWith('refs/') ? `${entry.ref}` : `refs/heads/${entry.ref}`,
      cron: `${entry.cron}`,
      timezone: `${entry.cron_timezone}`,
      active: `${entry.active}`,
    }),
    create:
      ref === undefined
        ? `The project has no default branch that could be seen, so ${id} was not planned.`
        : {method: 'POST', path: list, body},
    change: entry => [{method: 'PUT', path: `${list}/${entry.id}`, body}],
  }
}
