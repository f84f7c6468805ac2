import type {Item} from './item.ts'
import type {Version} from './settings.ts'

const tiers = {private: 'testing', staging: 'staging', production: 'production'} as const

/**
 * The environment of the stage: its tier is fixed when it is made, and it must not end with a branch
 * (`auto_stop_setting`, GitLab 17.8; before that GitLab stops what has no job for it with the branch).
 */
export function environmentItem(stage: keyof typeof tiers, version: Version): Item {
  const wanted = {
    tier: tiers[stage],
    ...(version.isAtLeast(17, 8) && {auto_stop_setting: 'with_action'}),
  }
  return {
    id: `environment:${stage}`,
    list: 'environments',
    isIt: ({name}) => name === stage,
    wanted,
    found: ({tier, auto_stop_setting}) => ({tier: `${tier}`, auto_stop_setting: `${auto_stop_setting}`}),
    create: {method: 'POST', path: 'environments', body: {name: stage, ...wanted}},
    change: ({id}) => [{method: 'PUT', path: `environments/${id}`, body: wanted}],
  }
}
