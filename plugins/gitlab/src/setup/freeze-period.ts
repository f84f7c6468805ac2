import type {Item} from './item.ts'
import type {Wish} from './wish-schema.ts'

/** A time in which nothing is deployed: jobs get CI_DEPLOY_FREEZE, and hive's gate does not open. */
export function freezePeriodItem({start, end, timezone}: Wish['freeze_periods'][number]): Item {
  const list = 'freeze_periods'
  const body = {freeze_start: start, freeze_end: end, cron_timezone: timezone}
  return {
    id: `freeze-period:${start} to ${end}`,
    list,
    isIt: entry => entry.freeze_start === start && entry.freeze_end === end,
    wanted: {timezone},
    found: ({cron_timezone}) => ({timezone: `${cron_timezone}`}),
    create: {method: 'POST', path: list, body},
    change: ({id}) => [{method: 'PUT', path: `${list}/${id}`, body}],
  }
}
