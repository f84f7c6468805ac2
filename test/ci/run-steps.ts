import {readdir, readFile, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {secretsIn} from '../canary/secret-forms.ts'
import type {DockerMode} from './docker-mode.ts'
import type {LastingMachines} from './lasting-machines.ts'
import {byHand} from './person.ts'
import {type CiProject, type PipelineRun, variableOptions} from './project.ts'
import type {Situation} from './situation.ts'
import {pipelineFor, schemaOptions} from './situation-project.ts'
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
  /** The text of each file the jobs left, by its path. */
  readonly artifacts: Readonly<Record<string, string>>
  /** Log and files of the jobs that hold a secret of theirs, and which. */
  readonly told: readonly string[]
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
  const turns = ['--concurrency', String(step.concurrency)]
  const run = await project.run([
    ...mode.options(step.cut),
    ...schemaOptions(situation),
    ...variableOptions(variables),
    ...played,
    ...turns,
    ...step.jobs,
  ])
  const after = await byHand(step.after, {mode, machines, project})
  const artifacts = await artifactsOf(project)
  const texts = Object.entries({...artifacts, log: run.all})
  const told = texts.flatMap(([name, text]) => secretsIn(text, machines?.secrets ?? {}).map(what => `${name}: ${what}`))
  return {...resultOf(run), found: before ?? after, artifacts, told}
}

function filled(variables: Step['variables'], {proxy, authority}: DockerMode): Step['variables'] {
  const values = Object.entries(variables).map(([name, value]) => {
    return [name, value.replace('$PROXY', proxy.url).replace('$AUTHORITY', authority)]
  })
  return Object.fromEntries(values)
}

function resultOf({exitCode, all}: PipelineRun): Omit<StepResult, 'artifacts' | 'found' | 'told'> {
  const named = (word: string) =>
    [...all.matchAll(new RegExp(`^ ${word} +(.*?) *$`, 'gm'))].map(([, name = '']) => name)
  return {exit: exitCode, passed: named('PASS').toSorted(), failed: named('FAIL').toSorted(), log: all}
}

/** What the jobs of this step and those before it left, by path. */
async function artifactsOf({directory}: CiProject): Promise<Readonly<Record<string, string>>> {
  const found = ['hive-plan', 'hive-test'].map(async place => {
    const names = await readdir(join(directory, place)).catch(() => [])
    return names.map(name => join(place, name))
  })
  const read = (await Promise.all(found))
    .flat()
    .map(async file => [file, await readFile(join(directory, file), 'utf8')])
  return Object.fromEntries(await Promise.all(read))
}
