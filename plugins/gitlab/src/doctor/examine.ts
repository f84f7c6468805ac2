import {engineReport} from './engine.ts'
import {proxySection} from './proxies.ts'
import {registrySection} from './registries.ts'
import type {Environment, Section} from './section.ts'
import {trustSection} from './trust.ts'
import {versionSection} from './versions.ts'

export interface ExamineRequest {
  readonly version: string
  readonly environment: Environment
  /** Seconds the engine gets to answer. */
  readonly patience: number
}

/** Looks at everything a job depends on and does not see. Asks, and changes nothing. */
export async function examine({version, environment, patience}: ExamineRequest): Promise<readonly Section[]> {
  const engine = await engineReport(environment, patience)
  return [
    versionSection(version, environment),
    engine.section,
    proxySection(environment),
    await trustSection(environment),
    await registrySection(environment, engine.insecure),
  ]
}

/** The report for people: a block for each section, what is wrong after what was found. */
export function sectionLines(sections: readonly Section[]): readonly string[] {
  return sections.flatMap(({title, facts, problems, warnings}) => [
    title,
    ...facts.map(fact => `  ${fact}`),
    ...problems.map(problem => `  wrong: ${problem}`),
    ...warnings.map(warning => `  warning: ${warning}`),
  ])
}
