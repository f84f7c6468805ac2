import type {Client} from '../api/client.ts'
import {contextKey} from './context-key.ts'
import {environmentItem} from './environment.ts'
import {freezePeriodItem} from './freeze-period.ts'
import type {Item} from './item.ts'
import {jobTokenItems} from './job-token.ts'
import {planItems} from './plan-items.ts'
import {protectedEnvironmentItem} from './protected-environment.ts'
import {protectedBranchItem, protectedTagItem} from './protected-refs.ts'
import {resourceGroupItem} from './resource-group.ts'
import {driftSchedule, scheduleItem} from './schedule.ts'
import {type Settings, settingsOf, type Version} from './settings.ts'
import type {SetupPlan} from './step.ts'
import {givenValue} from './values-file.ts'
import {variableItem} from './variable.ts'
import {type Wish, wishSchema} from './wish-schema.ts'

/** What the settings are to be for. */
export interface SetupWish {
  readonly stage: 'private' | 'staging' | 'production'
  /** `gitlab.yml`. */
  readonly wish: Wish
  /** Of variables, by key or `key@environment`. */
  readonly values: ReadonlyMap<string, string>
}

/**
 * Looks at the settings hive's pipelines of a stage need and at what the project wishes for besides, and plans what is
 * missing. Throws `GitlabFailure`, and `HiveError` INVENTORY_INVALID for values GitLab could not take.
 */
export async function planSetup(client: Client, request: SetupWish): Promise<SetupPlan> {
  const settings = settingsOf(client)
  const [version, defaultBranch] = await Promise.all([settings.version(), settings.defaultBranch()])
  const items = await itemsOf(settings, version, defaultBranch, request)
  const plan = await planItems(settings, items)
  return {...plan, notices: [...ageNotices(request, version), ...plan.notices]}
}

async function itemsOf(
  settings: Settings,
  version: Version,
  defaultBranch: string | undefined,
  {stage, wish: own, values}: SetupWish,
): Promise<readonly Item[]> {
  const wish = withDefaults(stage, own)
  const variables = wish.variables.map(variable =>
    variableItem(settings, version, {wish: variable, value: givenValue(values, variable.key, variable.environment)}),
  )
  return [
    environmentItem(stage, version),
    ...wish.protected_environments.map(protectedEnvironmentItem),
    ...wish.protected_branches.map(protectedBranchItem),
    ...wish.protected_tags.map(protectedTagItem),
    ...(await Promise.all(variables)),
    ...Object.entries(wish.resource_groups).map(([key, mode]) =>
      resourceGroupItem(key, mode, key !== volumesGroup(stage) || key in own.resource_groups),
    ),
    ...wish.schedules.map(schedule => scheduleItem(schedule, defaultBranch)),
    ...wish.freeze_periods.map(freezePeriodItem),
    ...(await jobTokenItems(settings, wish.job_token)),
  ]
}

/** What pipelines of a stage need, unless the project says otherwise of the same thing. */
function withDefaults(stage: SetupWish['stage'], wish: Wish): Wish {
  const own = contextKey(stage)
  const isWished = wish.protected_environments.some(({name}) => name === stage)
  const guard = wishSchema.parse({protected_environments: [{name: stage}]}).protected_environments
  return {
    ...wish,
    protected_environments: [...(stage === 'production' && !isWished ? guard : []), ...wish.protected_environments],
    variables: [
      ...(wish.variables.some(({key, environment}) => key === own.key && environment === own.environment) ? [] : [own]),
      ...wish.variables,
    ],
    resource_groups: {
      [`hive/${stage}`]: 'oldest_first',
      [volumesGroup(stage)]: 'oldest_first',
      ...wish.resource_groups,
    },
    schedules: [
      ...(wish.schedules.some(({description}) => description === driftSchedule.description) ? [] : [driftSchedule]),
      ...wish.schedules,
    ],
  }
}

/** Where each phase is a job, images and volumes are made at the same time. */
function volumesGroup(stage: SetupWish['stage']): string {
  return `hive/${stage}/volumes`
}

function ageNotices({wish, stage}: SetupWish, version: Version): readonly string[] {
  const hidden = withDefaults(stage, wish).variables.filter(variable => variable.hidden)
  if (version.isAtLeast(17, 4) || hidden.length === 0) return []
  const keys = hidden.map(({key}) => key).join(', ')
  return [
    `GitLab ${version.text} cannot hide variables (17.4 can), so maintainers can read what is masked only: ${keys}.`,
  ]
}
