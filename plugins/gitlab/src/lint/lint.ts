import {expandPipeline, type PipelineRequest} from '../pipeline/expand.ts'
import type {Include} from '../pipeline/include.ts'
import {jobsOf} from '../pipeline/job.ts'
import {type Situation, situations} from '../pipeline/situation.ts'
import {areTemplates} from '../pipeline/templates.ts'
import type {View} from './rule.ts'
import {rules} from './rules/index.ts'

/** One fault of a pipeline. */
interface Finding {
  readonly file: string
  readonly line: number
  readonly rule: string
  readonly message: string
}

export interface LintResult {
  readonly findings: readonly Finding[]
  /** Includes of other projects and servers; what they hold was not looked at. */
  readonly unfollowed: readonly string[]
  /** hive's templates as they are included, `PROJECT@REF`; what was looked at are those that came with this hive. */
  readonly templates: readonly string[]
}

/**
 * Looks through every kind of pipeline a project can have, and tells each fault once.
 * @throws HiveError for a pipeline GitLab would refuse.
 */
export async function lintPipeline(request: Omit<PipelineRequest, 'variables'>): Promise<LintResult> {
  const views = await Promise.all(situations.map(situation => viewOf(request, situation)))
  const findings = views.flatMap(({view}) => rules.flatMap(rule => objectionsOf(rule, view)))
  return {
    findings: unique(findings, ({file, line, message}) => `${file}:${line}:${message}`).toSorted(byPlace),
    unfollowed: [...new Set(views.flatMap(({unfollowed}) => unfollowed))],
    templates: [...new Set(views.flatMap(({view}) => view.includes.flatMap(include => templatesIn(include, request))))],
  }
}

async function viewOf(request: Omit<PipelineRequest, 'variables'>, situation: Situation) {
  const {root, includes, unfollowed} = await expandPipeline({...request, variables: situation.variables})
  const view: View = {situation, root, includes, jobs: jobsOf(root, situation.variables)}
  return {view, unfollowed: unfollowed.map(({kind, address}) => `${kind} ${address}`)}
}

function templatesIn({kind, address, files, ref}: Include, {library}: Pick<PipelineRequest, 'library'>) {
  return kind === 'project' && areTemplates(files, library.templates) ? [`${address}@${ref ?? 'HEAD'}`] : []
}

function objectionsOf({name, check}: (typeof rules)[number], view: View): readonly Finding[] {
  return check(view).map(({place, message}) => ({...place, rule: name, message}))
}

function unique<T>(things: readonly T[], key: (thing: T) => string): readonly T[] {
  return [...new Map(things.map(thing => [key(thing), thing])).values()]
}

function byPlace(a: Finding, b: Finding): number {
  return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1
}
