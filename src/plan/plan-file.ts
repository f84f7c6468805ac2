import {readFile} from 'node:fs/promises'
import {z} from 'zod'
import {HiveError, reasonOf} from '../error.ts'
import {phaseNames} from '../phase-name.ts'
import type {Site} from '../site/site.ts'
import {inventoryDigests} from './inventory-digests.ts'
import type {StageLook} from './look-at-stage.ts'
import {type PlannedStage, plannedStage, stateHash} from './planned-phases.ts'

const change = z.object({
  id: z.string(),
  action: z.enum(['create', 'update', 'replace', 'start', 'stop', 'remove', 'run']),
  host: z.string().optional(),
  details: z.array(z.string()),
  diff: z.string().optional(),
  where: z.string().optional(),
})

const planFile = z.object({
  format: z.literal(1),
  site: z.string(),
  stage: z.string(),
  /** ISO 8601. */
  made: z.iso.datetime(),
  /** SHA-256 of each file the plan was made from, by its path below the project's root. */
  inventory: z.record(z.string(), z.string()),
  /** SHA-256 of what was found and would be changed. */
  state: z.string(),
  phases: z.array(
    z.object({
      phase: z.enum(phaseNames),
      changes: z.array(change),
      targets: z.array(z.object({target: z.string(), outcome: z.string()})),
    }),
  ),
  unseen: z.array(z.enum(phaseNames)),
})

/** A plan that was put aside to be approved: what would be changed, and what it was made from. Never a secret. */
export interface PlanFile extends Omit<z.infer<typeof planFile>, keyof PlannedStage>, PlannedStage {}

/** Makes the plan of a stage into what `hive apply` takes. */
export async function planFileOf(site: Site, look: StageLook, now: Date): Promise<PlanFile> {
  const planned = plannedStage(look)
  return {
    format: 1,
    site: site.name,
    stage: site.stage,
    made: now.toISOString(),
    inventory: await inventoryDigests(site),
    state: stateHash(planned),
    ...planned,
  }
}

/** Reads a plan. Throws `HiveError` PLAN_INVALID when the file is none, or was changed by hand. */
export async function readPlanFile(file: string): Promise<PlanFile> {
  try {
    const plan = planFile.parse(JSON.parse(await readFile(file, 'utf8')))
    if (stateHash(plan) === plan.state) return plan
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : reasonOf(error)
    throw new HiveError('PLAN_INVALID', `${file} is no plan hive can read: ${reason}.`, {
      cause: error,
      suggestions: ['Make one with "hive plan --out FILE", with the same version of hive.'],
    })
  }
  throw new HiveError(
    'PLAN_INVALID',
    `${file} was changed after hive wrote it: its changes do not belong to its hash.`,
    {
      suggestions: ['Make a new one with "hive plan --out FILE".'],
    },
  )
}
