import {z} from 'zod'
import type {Settings} from './settings.ts'
import type {SetupFinding, SetupWish} from './step.ts'

const entries = z.array(
  z.object({id: z.int(), name: z.string(), tier: z.string().nullish(), auto_stop_setting: z.string().nullish()}),
)

const tiers = {private: 'testing', staging: 'staging', production: 'production'} as const

/** The environment of the stage: its tier is fixed when it is made, and it must not end with a branch. */
export async function environmentFinding(settings: Settings, {stage}: SetupWish): Promise<SetupFinding> {
  const wanted = {tier: tiers[stage], auto_stop_setting: 'with_action'}
  const found = entries.parse(await settings.list('environments')).find(({name}) => name === stage)
  const id = `environment:${stage}`
  if (!found) {
    const details = [`tier: ${wanted.tier}`, `auto_stop_setting: ${wanted.auto_stop_setting}`]
    const apply = () => settings.write('POST', 'environments', {name: stage, ...wanted})
    return {step: {change: {id, action: 'create', details}, apply}}
  }
  const details = [
    ...(found.tier === wanted.tier ? [] : [`tier: ${found.tier} -> ${wanted.tier}`]),
    ...(found.auto_stop_setting === wanted.auto_stop_setting
      ? []
      : [`auto_stop_setting: ${found.auto_stop_setting} -> ${wanted.auto_stop_setting}`]),
  ]
  const apply = () => settings.write('PUT', `environments/${found.id}`, wanted)
  return details.length === 0 ? undefined : {step: {change: {id, action: 'update', details}, apply}}
}
