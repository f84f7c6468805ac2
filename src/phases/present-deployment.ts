import {execa} from 'execa'
import type {Session} from '../session.ts'
import {withoutOwnSecrets} from '../shell/own-secrets.ts'
import {containerOf} from '../swarm/found-service.ts'
import {swarmManager} from '../swarm/manager.ts'
import type {BegunDeployment, Deployment} from './deployments.ts'

/** What the services of a stage run now, and the commit of the project they were made from. */
export async function presentDeployment(session: Session, now: Date): Promise<Deployment> {
  const {site} = session
  const [{docker}, commit] = await Promise.all([swarmManager(session), commitOf(site.rootDirectory)])
  const own = new Set(site.services.map(({name}) => name))
  const images = (await docker.listServices()).flatMap(({Spec}): [string, string][] => {
    const image = containerOf(Spec)?.Image
    return image !== undefined && own.has(Spec?.Name ?? '') ? [[Spec?.Name ?? '', image]] : []
  })
  return {at: now.toISOString(), ...(commit !== undefined && {commit}), images: Object.fromEntries(images.toSorted())}
}

/** The deployment that begins now. */
export async function begunDeployment({site}: Session, now: Date): Promise<BegunDeployment> {
  const commit = await commitOf(site.rootDirectory)
  return {at: now.toISOString(), ...(commit !== undefined && {commit})}
}

/** The commit a directory's files are those of. hive's own variables, which move with each phase, do not count. */
async function commitOf(cwd: string): Promise<string | undefined> {
  const git = (...args: readonly string[]) =>
    execa('git', args, {cwd, env: withoutOwnSecrets(process.env), reject: false, stdin: 'ignore'})
  // Runners hand out the rights to files in their own way.
  const comparing = ['-c', 'core.fileMode=false', 'diff', '--quiet', 'HEAD', '--', '.', ':(exclude).hive']
  const {failed: isChanged} = await git(...comparing)
  if (isChanged) return undefined
  const {failed, stdout} = await git('rev-parse', 'HEAD')
  return failed ? undefined : stdout
}
