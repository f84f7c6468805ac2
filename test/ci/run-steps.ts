import {readFile, rm} from 'node:fs/promises'
import {join} from 'node:path'
import type {DockerMode} from './docker-mode.ts'
import type {LastingMachines} from './lasting-machines.ts'
import {byHand} from './person.ts'
import {type CiProject, type PipelineRun, variableOptions} from './project.ts'
import type {Situation} from './situation.ts'
import {pipelineFor} from './situation-project.ts'
import type {Step} from './step.ts'

/** Where the steps of a situation run. */
export interface Place {
  readonly mode: DockerMode
  readonly project: CiProject
  readonly machines: LastingMachines | undefined
}

/** What came of one step. */
export interface StepResult {
  readonly exit: number | undefined
  readonly passed: readonly string[]
  readonly failed: readonly string[]
  readonly log: string
  /** What was wrong by the person's eyes. */
  readonly found: string | undefined
  /** The text of each file the step names. */
  readonly artifacts: Readonly<Record<string, string>>
}

/** Runs a step: the person, the commit, the pipeline, the person again. */
export async function runStep(situation: Situation, step: Step, place: Place): Promise<StepResult> {
  const {mode, project, machines} = place
  const before = await byHand(step.before, {mode, machines, project})
  const pipeline = await pipelineFor(situation, step)
  await project.commit({...pipeline, ...step.commit})
  for (const file of Object.keys(step.artifacts)) await rm(join(project.directory, file), {force: true})
  const variables = {...machines?.variables, ...situation.variables, ...filled(step.variables, mode)}
  const played = step.played.flatMap(job => ['--manual', job])
  // Of jobs that take turns only one runs at a time; gitlab-ci-local knows no resource groups.
  const options = [...mode.options(step.cut), ...variableOptions(variables), ...played, '--concurrency', '1']
  const run = await project.run([...options, ...step.jobs])
  const after = await byHand(step.after, {mode, machines, project})
  return {...resultOf(run), found: before ?? after, artifacts: await artifactsOf(project, Object.keys(step.artifacts))}
}

function filled(variables: Step['variables'], {proxy, authority}: DockerMode): Step['variables'] {
  const values = Object.entries(variables).map(([name, value]) => {
    return [name, value.replace('$PROXY', proxy.url).replace('$AUTHORITY', authority)]
  })
  return Object.fromEntries(values)
}

function resultOf({exitCode, all}: PipelineRun): Omit<StepResult, 'artifacts' | 'found'> {
  const named = (word: string) =>
    [...all.matchAll(new RegExp(`^ ${word} +(.*?) *$`, 'gm'))].map(([, name = '']) => name)
  return {exit: exitCode, passed: named('PASS').toSorted(), failed: named('FAIL').toSorted(), log: all}
}

async function artifactsOf(
  {directory}: CiProject,
  files: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const read = files.map(async file => [file, await readFile(join(directory, file), 'utf8').catch(() => '')] as const)
  return Object.fromEntries(await Promise.all(read))
}
