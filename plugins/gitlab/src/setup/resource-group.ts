import {z} from 'zod'
import type {Settings} from './settings.ts'
import type {SetupFinding, SetupWish} from './step.ts'

const entry = z.object({process_mode: z.string()})
const wanted = 'oldest_first'

/** Jobs that change a stage take turns in the order they came. GitLab knows the group from its first job on only. */
export async function resourceGroupFinding(settings: Settings, {stage}: SetupWish): Promise<SetupFinding> {
  const key = `hive/${stage}`
  const path = `resource_groups/${encodeURIComponent(key)}`
  const found = entry.safeParse(await settings.read(path)).data
  if (!found)
    return {notice: `The resource group ${key} is made by the first pipeline that uses it; run this again afterwards.`}
  if (found.process_mode === wanted) return undefined
  const details = [`process_mode: ${found.process_mode} -> ${wanted}`]
  const apply = () => settings.write('PUT', path, {process_mode: wanted})
  return {step: {change: {id: `resource-group:${key}`, action: 'update', details}, apply}}
}
