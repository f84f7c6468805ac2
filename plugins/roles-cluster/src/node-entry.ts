import {setTimeout as sleep} from 'node:timers/promises'
import {engineStatus} from '@hive-ci/cli'
import {wantedLabels} from './node-labels.ts'
import type {Engine} from './observe.ts'
import type {NodeRole, WantedNode} from './swarm-state.ts'

/** Seconds the managers may take to agree that one of them is none any more. */
const demotionTimeout = 30

interface NodeAnswer {
  readonly Version: {readonly Index: number}
  readonly Spec: NodeSpec
  readonly ManagerStatus?: {readonly Reachability: string}
}

interface NodeSpec {
  readonly Role: NodeRole
  readonly Availability: string
  readonly Labels?: Readonly<Record<string, string>>
}

/** Gives an entry its role and labels; its availability is the operator's and stays. */
export async function updateNode(
  manager: Engine,
  id: string,
  {groups, role}: WantedNode,
  groupNames: readonly string[],
): Promise<void> {
  await changeSpec(manager, id, ({Labels = {}, ...spec}) => ({
    ...spec,
    Role: role,
    Labels: wantedLabels(groups, groupNames, {labels: Labels}) ?? Labels,
  }))
}

/** Takes an entry out of the swarm; a manager is demoted first, so that the others stop counting on it. */
export async function removeNode(manager: Engine, id: string, signal: AbortSignal): Promise<void> {
  const {ManagerStatus}: NodeAnswer = await manager.getNode(id).inspect()
  if (ManagerStatus !== undefined) await demote(manager, id, signal)
  await manager.getNode(id).remove({force: true})
}

async function demote(manager: Engine, id: string, signal: AbortSignal): Promise<void> {
  await changeSpec(manager, id, spec => ({...spec, Role: 'worker'}))
  for (let waited = 0; waited < demotionTimeout; waited += 0.2) {
    const {ManagerStatus}: NodeAnswer = await manager.getNode(id).inspect()
    if (ManagerStatus === undefined) return
    await sleep(200, undefined, {signal})
  }
}

/** Entries change under our hands (a new member reports itself); the engine then refuses the outdated version. */
async function changeSpec(manager: Engine, id: string, change: (spec: NodeSpec) => NodeSpec): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const {Version, Spec}: NodeAnswer = await manager.getNode(id).inspect()
    try {
      await manager.getNode(id).update({_query: {version: Version.Index}, _body: change(Spec)})
      return
    } catch (error) {
      if (attempt === 5 || engineStatus(error) !== 500) throw error
    }
  }
}
