import {setTimeout} from 'node:timers/promises'
import {accepting} from '../docker/accepting.ts'
import {runOnHosts} from '../engine/index.ts'
import {HiveError, reasonOf} from '../error.ts'
import type {RoleTotals} from '../image/applied-roles.ts'
import {applyRoles} from '../image/apply-roles.ts'
import {buildEnvironment} from '../image/build-environment.ts'
import {type FoundRole, findRole} from '../image/find-role.ts'
import {withRelays} from '../proxy/tunnel/relay.ts'
import type {TargetReport} from '../reporter/event.ts'
import type {Session} from '../session.ts'
import type {Host, Service} from '../site/site.ts'
import {type Manager, swarmManager} from '../swarm/manager.ts'
import {awaitRunningTask, type RunningTask} from '../swarm/running-task.ts'
import type {Phase} from './phase.ts'
import {reportOfResults, secondsSince, type TargetResult, targetReport} from './phase-report.ts'
import {selectServices} from './select-named.ts'

/** Milliseconds after which an engine knows that a container ended whose commands were just killed. */
const settling = 1000

/** How often a service is started over with when its container was replaced under the roles' feet. */
const mostTries = 3

/** Phase 7: applies `initialize_roles` inside one running task of each service that has some. */
export const initializeServices: Phase = {
  name: 'initialize-services',
  async run(session, {limit}) {
    const started = Date.now()
    const {site, checkMode} = session
    const services = selectServices(site, limit).filter(({initializeRoles}) => initializeRoles.length > 0)
    const results = services.length > 0 ? await initializeAll(session, services) : []
    return reportOfResults({phase: 'initialize-services', checkMode, started}, results)
  },
}

async function initializeAll(session: Session, services: readonly Service[]): Promise<readonly TargetResult[]> {
  const manager = await swarmManager(session)
  const hives = session.site.hosts.filter(({isHive}) => isHive)
  return withRelays(session, hives, () =>
    runOnHosts(services, session.site.settings.forks, service => initialize(session, manager, service)),
  )
}

async function initialize(session: Session, manager: Manager, service: Service): Promise<TargetResult> {
  const started = Date.now()
  const {site, extensions, signal, checkMode} = session
  try {
    signal.throwIfAborted()
    const roles = await Promise.all(service.initializeRoles.map(name => findRole(name, site.settings, extensions)))
    const totals = await applyPatiently(session, manager, service, roles)
    return {target: report(service.name, totals, checkMode, secondsSince(started)), changes: totals.changes}
  } catch (error) {
    signal.throwIfAborted()
    const suggestions = error instanceof HiveError ? error.suggestions : []
    const message = [`Service ${service.name}: ${reasonOf(error)}`, ...suggestions].join(' ')
    return {target: targetReport(service.name, 'failed', secondsSince(started), message), changes: []}
  }
}

async function applyPatiently(
  session: Session,
  manager: Manager,
  service: Service,
  roles: readonly FoundRole[],
): Promise<RoleTotals> {
  const ended: string[] = []
  while (true) {
    const request = {docker: manager.docker, service: service.name, signal: session.signal, ended}
    const task = await awaitRunningTask(request)
    const host = hostOf(session, task)
    try {
      return await applyTo(session, service, host, task, roles)
    } catch (error) {
      session.signal.throwIfAborted()
      ended.push(task.taskId)
      if (await isStillRunning(session, host, task)) throw error
      if (ended.length === mostTries) throw endedAgain(error)
      const text = `Its container on ${host.name} ended while roles were applied; they are applied to the next one.`
      session.report({type: 'warning', target: service.name, text})
    }
  }
}

function endedAgain(cause: unknown): HiveError {
  const text = `its container ended ${mostTries} times while roles were applied, at last with: ${reasonOf(cause)}`
  return new HiveError('SERVICE_FAILED', text, {cause, suggestions: ['Look at the log of the service.']})
}

async function applyTo(
  session: Session,
  service: Service,
  host: Host,
  {containerId}: RunningTask,
  roles: readonly FoundRole[],
): Promise<RoleTotals> {
  const [connection, docker] = await Promise.all([session.hosts.connect(host), session.hosts.engine(host)])
  session.report({type: 'progress', target: service.name, text: `is initialized on ${host.name}`})
  return applyRoles(
    {
      session,
      docker,
      connection,
      container: containerId,
      object: service,
      service: service.name,
      environment: await initializeEnvironment(session, host),
      checkMode: session.checkMode,
    },
    roles,
  )
}

/** The service has the host's own proxies already, for good; the mother's is for its roles only. */
async function initializeEnvironment(session: Session, host: Host): Promise<Readonly<Record<string, string>>> {
  return session.site.settings.http_proxy === undefined ? {} : buildEnvironment(session, host)
}

function hostOf({site}: Session, {node}: RunningTask): Host {
  const host = site.hosts.find(({name, shortName}) => node === shortName || node === name)
  if (host) return host
  throw new HiveError('SERVICE_FAILED', `Its task runs on ${node}, which is no host of this stage's inventory.`)
}

async function isStillRunning(session: Session, host: Host, {containerId}: RunningTask): Promise<boolean> {
  await setTimeout(settling, undefined, {signal: session.signal})
  const docker = await session.hosts.engine(host)
  const found = await accepting([404], docker.getContainer(containerId).inspect())
  return found?.State.Running ?? false
}

function report(name: string, totals: RoleTotals, checkMode: boolean, seconds: number): TargetReport {
  const outcome = totals.changed === 0 ? 'ok' : checkMode ? 'would-change' : 'changed'
  return {target: name, outcome, ok: totals.ok, changed: totals.changed, failed: 0, seconds}
}
