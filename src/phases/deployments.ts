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
    begun: z.literal(true).optional(),
  }),
)

/**
 * What was deployed to a whole stage: when (ISO 8601), the commit of the project, which is not known where there is no
 * repository or its files were changed since, and what each service ran, by digest. One that is only `begun` did not come to
 * its end, or not yet; what of it runs is not known.
 */
export type Deployment = z.infer<typeof schema>[number]

/** What is known of a deployment when it begins. */
export type BegunDeployment = Pick<Deployment, 'at' | 'commit'>

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

/**
 * Remembers that a deployment begins, in place of one that never ended. A commit that was wholly deployed before is none to
 * get away from: going back that fails half way leaves where to go back to.
 */
export async function beginDeployment(contextDirectory: string, {at, commit}: BegunDeployment): Promise<void> {
  const ended = (await readDeployments(contextDirectory)).filter(isEnded)
  if (commit !== undefined && deploymentOf(ended, commit)) return
  await write(contextDirectory, [{at, ...(commit !== undefined && {commit}), images: {}, begun: true}, ...ended])
}

/** Remembers a deployment that ended well, unless it is the newest one once more. */
export async function rememberDeployment(contextDirectory: string, deployment: Deployment): Promise<void> {
  const ended = (await readDeployments(contextDirectory)).filter(isEnded)
  const isKnown = ended[0] !== undefined && isSame(ended[0], deployment)
  await write(contextDirectory, isKnown ? ended : [deployment, ...ended])
}

/**
 * The newest whole deployment that is not of the commit that was deployed last, or begun; undefined when there is none. One of
 * an unknown commit is no reason to go back further than anybody means to.
 */
export function previousDeployment([present, ...earlier]: readonly Deployment[]): Deployment | undefined {
  return earlier.filter(isEnded).find(({commit}) => commit === undefined || commit !== present?.commit)
}

/** The newest whole deployment of a commit, which may be shortened. */
export function deploymentOf(deployments: readonly Deployment[], commit: string): Deployment | undefined {
  return deployments.filter(isEnded).find(deployment => deployment.commit?.startsWith(commit))
}

function isEnded({begun}: Deployment): boolean {
  return begun !== true
}

function isSame(one: Deployment, other: Deployment): boolean {
  return one.commit === other.commit && text(one.images) === text(other.images)
}

function text(images: Deployment['images']): string {
  return JSON.stringify(Object.entries(images).toSorted())
}

async function write(contextDirectory: string, deployments: readonly Deployment[]): Promise<void> {
  const text = JSON.stringify(deployments.slice(0, kept), null, 2)
  await writeContextFile(deploymentsFile(contextDirectory), `${text}\n`)
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
