import {z} from 'zod'
import type {Settings} from './settings.ts'
import type {SetupFinding} from './step.ts'

const entries = z.array(z.object({id: z.int(), description: z.string(), active: z.boolean()}))
const project = z.object({default_branch: z.string()})

const description = 'hive: look for drift'
/** Every night. Whoever wants another time changes it in GitLab: only that there is a schedule is looked at. */
const cron = '17 3 * * *'

/** A pipeline every night that looks whether the stages are still what the inventory says. */
export async function scheduleFinding(settings: Settings): Promise<SetupFinding> {
  const found = entries.parse(await settings.list('pipeline_schedules'))
  if (found.some(entry => entry.description === description)) return undefined
  const {data} = project.safeParse(await settings.read(''))
  if (!data) return {notice: 'The project has no default branch that could be seen, so no schedule was planned.'}
  const ref = `refs/heads/${data.default_branch}`
  const body = {description, ref, cron, cron_timezone: 'UTC', active: true}
  const apply = () => settings.write('POST', 'pipeline_schedules', body)
  return {step: {change: {id: 'schedule:drift', action: 'create', details: [`ref: ${ref}`, `cron: ${cron}`]}, apply}}
}
