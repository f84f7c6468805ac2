import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {z} from 'zod'
import {writeContextFile} from '../context/context-file.ts'
import {HiveError, reasonOf} from '../error.ts'

const schema = z.array(
  z.strictObject({
    at: z.iso.datetime(),
    commit: z.string().optional(),
    images: z.record(z.string(), z.string()),
  }),
)

/**
 * What was deployed to a whole stage: when (ISO 8601), the commit of the project, which is not known where there is no
 * repository or its files were changed since, and what each service ran, by digest.
 */
export type Deployment = z.infer<typeof schema>[number]

/** A roll-back goes back a few deployments, not years. */
const kept = 20

/** The deployments of a stage, the newest first. Throws `HiveError` CONTEXT_INVALID when the file is not what hive wrote. */
export async function readDeployments(contextDirectory: string): Promise<readonly Deployment[]> {
  const file = deploymentsFile(contextDirectory)
  const text = await readFile(file, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return '[]'
    throw invalid(file, error)
  })
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw invalid(file, error)
  }
}

/** Remembers a deployment, unless it is the newest one once more. */
export async function rememberDeployment(contextDirectory: string, deployment: Deployment): Promise<void> {
  const known = await readDeployments(contextDirectory)
  if (known[0] && isSame(known[0], deployment)) return
  const all = [deployment, ...known].slice(0, kept)
  await writeContextFile(deploymentsFile(contextDirectory), `${JSON.stringify(all, null, 2)}\n`)
}

/**
 * The newest deployment that is not of the present commit; undefined when there is none. One of an unknown commit is no
 * reason to go back further than anybody means to.
 */
export function previousDeployment([present, ...earlier]: readonly Deployment[]): Deployment | undefined {
  return earlier.find(({commit}) => commit === undefined || commit !== present?.commit)
}

function isSame(one: Deployment, other: Deployment): boolean {
  return one.commit === other.commit && text(one.images) === text(other.images)
}

function text(images: Deployment['images']): string {
  return JSON.stringify(Object.entries(images).toSorted())
}

function deploymentsFile(contextDirectory: string): string {
  return join(contextDirectory, 'deployments.json')
}

function invalid(file: string, cause: unknown): HiveError {
  return new HiveError('CONTEXT_INVALID', `${file} cannot be read: ${reasonOf(cause)}`, {
    cause,
    suggestions: ['Remove the file: it only tells hive deployments what was deployed before.'],
  })
}
