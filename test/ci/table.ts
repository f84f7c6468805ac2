import {expandPipeline} from '../../plugins/gitlab/src/pipeline/expand.ts'
import {type Job, jobsOf} from '../../plugins/gitlab/src/pipeline/job.ts'
import {at, entries, items, text} from '../../plugins/gitlab/src/pipeline/node.ts'

export interface TableRow {
  readonly stage: string
  readonly name: string
  /** `on_success`, `manual`, ... */
  readonly when: string
  readonly allowFailure: boolean
  readonly needs: readonly string[] | undefined
  /** What GitLab keeps of it besides: deployment, turns. */
  readonly notes: readonly string[]
}

export type Variables = Readonly<Record<string, string>>

/** Every job of the pipeline a project has with these variables, by hive's own reading of GitLab's rules. */
export async function pipelineTable(project: string, templates: string, variables: Variables) {
  const {root} = await expandPipeline({
    library: {project, templates},
    source: {path: `${project}/.gitlab-ci.yml`, isTemplate: false},
    inputs: new Map(),
    variables,
  })
  const stages = items(at(root, 'stages')).map(stage => text(stage) ?? '')
  const rows = jobsOf(root, variables).flatMap(job => rowsOf(job, variables))
  return rows.toSorted((one, other) => stages.indexOf(one.stage) - stages.indexOf(other.stage))
}

/** `stage > job`, then in brackets: `by hand`, `blocks`, and what its environment and its resource group are. */
export function rowText({stage, name, when, allowFailure, notes}: TableRow): string {
  const manual = when === 'manual' ? ['by hand', ...(allowFailure ? [] : ['blocks'])] : []
  const other = when === 'manual' || when === 'on_success' ? [] : [when]
  const inBrackets = [...manual, ...other, ...notes]
  return `${stage} > ${name}${inBrackets.length > 0 ? ` (${inBrackets.join('; ')})` : ''}`
}

/** A job with `parallel: matrix` of one variable is several jobs. */
function rowsOf(job: Job, variables: Variables): readonly TableRow[] {
  const [matrix] = items(at(job.node, 'parallel', 'matrix'))
  const [[variable, values] = []] = entries(matrix)
  if (variable === undefined) return [rowOf(job, job.name, variables)]
  return items(values).map(value => {
    const chosen = text(value) ?? ''
    return rowOf(job, `${job.name}: [${chosen}]`, {...variables, [variable]: chosen})
  })
}

function rowOf(job: Job, name: string, variables: Variables): TableRow {
  const {stage, when, allowFailure, needs, environment, node} = job
  const own = Object.fromEntries([...entries(at(node, 'variables'))].map(([key, value]) => [key, text(value) ?? '']))
  const all = {...own, ...variables}
  const group = text(at(node, 'resource_group'))
  const end = text(at(node, 'environment', 'on_stop'))
  const lifetime = text(at(node, 'environment', 'auto_stop_in'))
  const tier = text(at(node, 'environment', 'deployment_tier'))
  const place = environment && [environment.action, filled(environment.name, all), tier].filter(Boolean).join(' ')
  const notes = [
    place,
    group && `turn ${filled(group, all)}`,
    end && `ended by ${end}`,
    lifetime && `after ${lifetime}`,
  ]
  return {stage, name, when, allowFailure, needs, notes: notes.filter(note => note !== undefined)}
}

function filled(value: string, variables: Variables): string {
  return value.replace(/\$(\w+)/g, (whole, name: string) => variables[name] ?? whole)
}
