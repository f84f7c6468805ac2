import {HiveError, type Host, reasonOf, type Session} from '@hive-ci/cli'
import {makeBridge} from './bridge.ts'
import {makeIngress} from './ingress.ts'
import {initSwarm, joinSwarm} from './membership.ts'
import {removeNode, updateNode} from './node-entry.ts'
import type {Engine} from './observe.ts'
import type {Step, SwarmChange} from './plan.ts'
import type {FoundSwarm, WantedSwarm} from './swarm-state.ts'

/** Carries out one change of the plan. It may be interrupted anywhere: the next plan finds what is left to do. */
export async function applyChange(
  session: Session,
  wanted: WantedSwarm,
  found: FoundSwarm,
  change: SwarmChange,
): Promise<void> {
  try {
    await applyStep(session, wanted, found, change.step)
  } catch (error) {
    if (error instanceof HiveError) throw error
    throw new HiveError(
      'HOST_FAILED',
      `${change.host ?? 'The swarm'}: could not ${change.action} ${change.id}: ${reasonOf(error)}.`,
      {cause: error, suggestions: ['Run the same command again: it goes on from what is there.']},
    )
  }
}

async function applyStep(session: Session, wanted: WantedSwarm, found: FoundSwarm, step: Step): Promise<void> {
  const {signal, hosts} = session
  const engine = (name: string): Promise<Engine> => hosts.engine(hostNamed(session, name))
  const manager = hostNamed(session, found.manager ?? firstNode(wanted))
  switch (step.type) {
    case 'bridge':
      return makeBridge(await engine(step.host), step.subnet)
    case 'init':
      return initSwarm(await engine(step.node.host), step.node, {wanted, signal})
    case 'ingress':
      return makeIngress(await hosts.engine(manager), step.subnet, signal)
    case 'join':
      return joinSwarm(await engine(step.node.host), step, {
        wanted,
        signal,
        manager: await hosts.engine(manager),
        remote: `${manager.address}:2377`,
      })
    case 'update':
      return updateNode(await hosts.engine(manager), step.nodeId, step.node, wanted.groupNames)
    case 'remove':
      return removeNode(await hosts.engine(manager), step.nodeId, signal)
  }
}

function hostNamed({site}: Session, name: string): Host {
  const host = site.hosts.find(candidate => candidate.name === name)
  if (host === undefined) throw new TypeError(`no host is called ${name}`)
  return host
}

/** Without a manager so far, the swarm was made by an earlier step on the first hive. */
function firstNode({nodes}: WantedSwarm): string {
  const first = nodes.find(node => node.isFirst)
  if (first !== undefined) return first.host
  throw new HiveError('HOST_FAILED', 'There is no swarm yet, and the first hive is not among the hosts of this run.', {
    suggestions: ['Run "hive setup-hosts" once without a limit.'],
  })
}
