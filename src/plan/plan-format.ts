import type {Site} from '../site/site.ts'
import {countsOf} from './counts.ts'
import type {StageLook} from './look-at-stage.ts'
import {planMarkdown} from './markdown.ts'
import {plannedStage} from './planned-phases.ts'

export const planFormats = ['text', 'json', 'markdown', 'terraform'] as const

/** A plan in one of the formats that are printed at the end; `text` is what the reporter shows as it goes. */
export function formatPlan(
  format: (typeof planFormats)[number],
  site: Pick<Site, 'name' | 'stage'>,
  look: StageLook,
): string {
  if (format === 'json') return JSON.stringify({phases: look.reports, unseen: look.unseen}, null, 2)
  const planned = plannedStage(look)
  if (format === 'terraform') return JSON.stringify(countsOf(planned.phases))
  return planMarkdown(site, planned).trimEnd()
}
