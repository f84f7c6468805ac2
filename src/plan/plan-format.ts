import type {PhaseReport} from '../reporter/event.ts'
import type {Site} from '../site/site.ts'
import {countsOf} from './counts.ts'
import {planMarkdown} from './markdown.ts'
import {plannedPhases} from './planned-phases.ts'

export const planFormats = ['text', 'json', 'markdown', 'terraform'] as const

/** A plan in one of the formats that are printed at the end; `text` is what the reporter shows as it goes. */
export function formatPlan(
  format: (typeof planFormats)[number],
  site: Pick<Site, 'name' | 'stage'>,
  phases: readonly PhaseReport[],
): string {
  if (format === 'json') return JSON.stringify({phases}, null, 2)
  if (format === 'terraform') return JSON.stringify(countsOf(plannedPhases(phases)))
  return planMarkdown(site, plannedPhases(phases)).trimEnd()
}
