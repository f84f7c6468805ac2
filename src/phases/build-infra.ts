import type {Change} from '../change.ts'
import {readAuthority} from '../context/authority.ts'
import {readKeyPair} from '../context/key-pair.ts'
import {runOnHosts} from '../engine/run-on-hosts.ts'
import type {Session} from '../session.ts'
import {answerOf} from './answer-of.ts'
import type {Phase, PhaseOptions} from './phase.ts'
import {type PhaseResult, phaseReport, targetReport} from './phase-report.ts'
import {type StageProvider, stageProvider} from './provider-module.ts'
import {prepareContext, raiseMachines} from './raise-machines.ts'
import {selectNamed} from './select-named.ts'
import {takeDown} from './take-down.ts'

type InfraResult = Pick<PhaseResult, 'targets' | 'changes'>

/**
 * Phase 1: the stage's key and CA, its machines, and the files they are reached with; every host must answer at the
 * end. `-H` stops the machines, `-D` removes them.
 */
export const buildInfra: Phase = {
  name: 'build-infra',
  async run(session, options) {
    const started = Date.now()
    const provider = await stageProvider(session)
    const result = await (options.destroy || options.halt ? takeDown : build)(session, provider, options)
    return phaseReport({phase: 'build-infra', checkMode: session.checkMode, started, ...result})
  },
}

async function build(session: Session, provider: StageProvider, {limit}: PhaseOptions): Promise<InfraResult> {
  const {site} = session
  const hosts = selectNamed('host', site.hosts, host => host.name, limit)
  const context = await planContext(session)
  const machines = await planMachines(session, provider, limit)
  if (session.checkMode) return foretell(session, [...context, ...machines])

  const {publicKey} = await prepareContext(session, context)
  await raiseMachines(session, provider, {changes: machines, publicKey})
  const mother = context.length === 0 ? [] : [targetReport(site.mother.name, 'changed', 0)]
  const answers = await runOnHosts(hosts, site.settings.forks, host => answerOf(session, host, machines))
  const removed = machines.filter(({action}) => action === 'remove')
  const gone = removed.map(({host = ''}) => targetReport(host, 'changed', 0))
  return {targets: [...mother, ...answers, ...gone], changes: [...context, ...machines]}
}

function foretell({site, report}: Session, changes: readonly Change[]): InfraResult {
  for (const change of changes) report({type: 'change', change, outcome: 'planned'})
  const touched = new Set(changes.map(({host = site.mother.name}) => host))
  const rest = site.hosts.map(host => host.name).filter(name => !touched.has(name))
  return {
    targets: [
      ...[...touched].map(name => targetReport(name, 'would-change', 0)),
      ...rest.map(name => targetReport(name, 'ok', 0)),
    ],
    changes,
  }
}

/** What the mother lacks. */
async function planContext({site}: Session): Promise<readonly Change[]> {
  const [keyPair, authority] = await Promise.all([readKeyPair(site), readAuthority(site, new Date())])
  return [
    ...(keyPair ? [] : [{id: 'context:key-pair', action: 'create', details: []} as const]),
    ...(authority ? [] : [{id: 'context:ca', action: 'create', details: []} as const]),
  ]
}

async function planMachines(
  {site}: Session,
  {module, request}: StageProvider,
  limit: readonly string[],
): Promise<readonly Change[]> {
  const changes = module.plan(site, await module.list(request))
  return limit.length === 0 ? changes : changes.filter(({host}) => host !== undefined && limit.includes(host))
}
