import type {Host, Service, Site} from '../site/site.ts'
import {isWanted, type Task} from '../swarm/converge/task.ts'
import {judge} from '../swarm/converge/verdict.ts'
import type {Seen} from './seen.ts'

/** Whether a host answers and, when it is a hive host, is a ready node of the swarm. */
export function nodeProblem({answers, swarm}: Seen, host: Host): string | undefined {
  const answer = answers.get(host.name)
  if (answer && 'problem' in answer) return answer.problem
  if (!host.isHive) return undefined
  if ('problem' in swarm) return swarm.problem
  const isReady = [...swarm.found.readyNodes.values()].includes(host.shortName)
  return isReady ? undefined : `The swarm has no ready node ${host.shortName}.`
}

export function convergedProblem({swarm}: Seen, {name}: Service): string | undefined {
  if ('problem' in swarm) return swarm.problem
  const found = swarm.found.services.get(name)
  if (!found) return notDeployed(name)
  const verdict = judge(found.snapshot)
  return verdict.state === 'converged' ? undefined : `Service ${name}: ${verdict.text}.`
}

/** Whether every task that should run does, in a container whose health check says that it is well. */
export function healthProblem({swarm, engines}: Seen, site: Site, {name}: Service): string | undefined {
  if ('problem' in swarm) return swarm.problem
  const found = swarm.found.services.get(name)
  if (!found) return notDeployed(name)
  const tasks = found.snapshot.tasks.filter(isWanted)
  if (tasks.length === 0) return `Service ${name} has no task that could be healthy.`
  const problems = tasks.flatMap(task => {
    const node = swarm.found.readyNodes.get(task.NodeID ?? '')
    const host = site.hosts.find(candidate => candidate.shortName === node)
    const engine = host && engines.get(host.name)
    if (engine && 'problem' in engine) return [engine.problem]
    const id = task.Status.ContainerStatus?.ContainerID ?? ''
    return engine?.found.healthy.has(id)
      ? []
      : [`${taskName(name, task)} on ${node ?? 'no ready node'} is not healthy.`]
  })
  return problems.length > 0 ? [...new Set(problems)].join('\n') : undefined
}

export function networkProblem({swarm}: Seen, name: string): string | undefined {
  if ('problem' in swarm) return swarm.problem
  return swarm.found.networks.has(name) ? undefined : 'The swarm has no such network. "hive build-networks" makes it.'
}

export function volumeProblem({engines}: Seen, source: string): string | undefined {
  const problems = [...engines].flatMap(([host, engine]) => {
    if ('problem' in engine) return [engine.problem]
    return engine.found.volumes.has(source) ? [] : [`${host} has no volume ${source}.`]
  })
  return problems.length > 0 ? [...new Set(problems)].join('\n') : undefined
}

export function notDeployed(name: string): string {
  return `Service ${name} is not deployed. "hive deploy-services" does it.`
}

function taskName(service: string, {Slot, Status}: Task): string {
  return `Task ${service}${Slot === undefined ? '' : `.${Slot}`} (${Status.State})`
}
