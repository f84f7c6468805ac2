import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {parse} from 'yaml'
import {z} from 'zod'
import {type Step, stepSchema} from './step.ts'

const schema = z.strictObject({
  /** When a project has such a pipeline, and what it is for. */
  about: z.string(),
  /** Inputs of hive.gitlab-ci.yml. A project with a .gitlab-ci.yml of its own has none. */
  inputs: z.record(z.string(), z.unknown()).default({}),
  /** The version of the server, when the project has committed what `hive ci render --server` prints for it. */
  server: z.string().optional(),
  /** What GitLab sets. */
  variables: z.record(z.string(), z.string()),
  /** Manual jobs somebody starts. */
  played: z.array(z.string()).default([]),
  /** The one job GitLab starts because its environment ends. */
  stopped: z.string().optional(),
  /** Every job the pipeline has, one line each; see table.ts. */
  jobs: z.string().default(''),
  /** Jobs that run, those that start together on one line; see order.ts. */
  order: z.string().default(''),
  /** Goes on with the project and the machines of this situation. */
  after: z.string().optional(),
  /** The npm script that really runs it, and those that go on with it. */
  suite: z.enum(['test', 'proof']).default('test'),
  /** Whether the hosts of what is really run live in the job's own engine, or in one that outlives jobs. */
  machines: z.enum(['own', 'lasting']).default('own'),
  /** What is really run; see step.ts. */
  steps: z.array(stepSchema).default([]),
})

/** A kind of pipeline, and what is expected of it. */
export interface Situation extends Omit<z.infer<typeof schema>, 'steps'> {
  readonly name: string
  readonly directory: string
  readonly steps: readonly Step[]
}

const root = join(import.meta.dirname, 'situations')

/** The situations, one for each directory. */
export async function readSituations(): Promise<readonly Situation[]> {
  return Promise.all((await readdir(root)).toSorted().map(readSituation))
}

async function readSituation(name: string): Promise<Situation> {
  const directory = join(root, name)
  const text = await readFile(join(directory, 'situation.yml'), 'utf8')
  const found = schema.safeParse(parse(text))
  if (!found.success) throw new Error(`${name}/situation.yml: ${z.prettifyError(found.error)}`)
  return {...found.data, name, directory}
}
