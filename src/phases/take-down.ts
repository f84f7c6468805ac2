import type {Change} from '../change.ts'
import {removeHostCertificate} from '../context/host-certificate-files.ts'
import {removeKnownHosts} from '../context/known-hosts.ts'
import {removeSshConfig} from '../context/ssh-config.ts'
import {HiveError} from '../error.ts'
import type {Machine} from '../provider.ts'
import type {Session} from '../session.ts'
import {announce} from './announce.ts'
import type {PhaseOptions} from './phase.ts'
import {type PhaseResult, targetReport} from './phase-report.ts'
import {requireAbility, type StageProvider} from './provider-module.ts'

/** Stops the stage's machines, or removes them with all that belongs to them; what is gone already is success. */
export async function takeDown(
  session: Session,
  provider: StageProvider,
  options: PhaseOptions,
): Promise<Pick<PhaseResult, 'targets' | 'changes'>> {
  const {destroy, limit} = options
  const {module, capabilities, request} = provider
  requireAbility(session, destroy ? capabilities.canDestroy : capabilities.canHalt, destroy ? 'destroy' : 'halt')
  if (limit.length > 0) throw limited(destroy)
  const machines = await module.list(request)
  const changes = machines.flatMap(machine => changeOf(machine, destroy))
  await announce(session, changes, () =>
    destroy ? destroyAll(session, provider, machines) : haltAll(session, provider),
  )
  const outcome = session.checkMode ? 'would-change' : 'changed'
  const touched = new Set(changes.map(({host}) => host))
  return {targets: machines.map(({name}) => targetReport(name, touched.has(name) ? outcome : 'ok', 0)), changes}
}

function changeOf({name, state}: Machine, destroy: boolean): Change[] {
  if (!destroy && state === 'stopped') return []
  return [{id: `machine:${name}`, action: destroy ? 'remove' : 'stop', host: name, details: []}]
}

function limited(destroy: boolean): HiveError {
  const option = destroy ? '-D (destroy)' : '-H (halt)'
  return new HiveError('USAGE', `build-infra ${option} works on the whole stage and cannot be limited to hosts.`, {
    suggestions: ['Leave -l out, or lower number_of_hosts in hive.yml and run build-infra to remove the last hosts.'],
  })
}

async function haltAll(session: Session, {module, request}: StageProvider): Promise<void> {
  await hangUp(session)
  await module.halt(request)
}

async function destroyAll(session: Session, {module, request}: StageProvider, machines: readonly Machine[]) {
  const {site} = session
  await hangUp(session)
  await module.destroy(request)
  await removeKnownHosts(site)
  await removeSshConfig(site)
  const names = new Set([...site.hosts, ...machines].map(({name}) => name))
  await Promise.all([...names].map(name => removeHostCertificate(site, {name})))
  request.progress(`The stage's key, CA and passwords stay in ${site.contextDirectory} for the next build-infra.`)
}

/** Connections are closed in order, before their other end goes. */
async function hangUp({site, hosts}: Session): Promise<void> {
  await Promise.all(site.hosts.map(host => hosts.reset(host)))
}
