import {defineClusterRole, HiveError, type Host, internalRanges, type Site} from '@hive-ci/cli'
import {applyChange} from './apply.ts'
import {observeSwarm} from './observe.ts'
import {planSwarm} from './plan.ts'
import type {NodeRole, WantedNode, WantedSwarm} from './swarm-state.ts'
import {swarmWarnings} from './warnings.ts'

/** One swarm of all hives, every node in its role and labelled with the groups of its host. */
export const swarm = defineClusterRole({
  name: 'swarm',

  async plan(session, hosts) {
    const {site, report} = session
    const others = site.hosts.filter(host => host.isHive && !hosts.includes(host))
    const wanted = wantedSwarm(site, hosts, others)
    const found = await observeSwarm(session.hosts, hosts, others)
    for (const text of swarmWarnings(wanted, found)) report({type: 'warning', target: 'swarm', text})
    return planSwarm(wanted, found).map(({step, ...change}) => ({
      ...change,
      apply: () => applyChange(session, wanted, found, {...change, step}),
    }))
  },
})

/** What the inventory says about the swarm; `others` are hives this run does not touch. */
export function wantedSwarm(site: Site, hosts: readonly Host[], others: readonly Host[]): WantedSwarm {
  const cidr = hosts[0]?.variables.get('hive_internal_cidr')
  return {
    nodes: hosts.map(wantedNode),
    otherNames: others.map(host => host.shortName),
    groupNames: [...site.groups.keys()].toSorted(),
    ...(typeof cidr === 'string' ? {ranges: internalRanges(cidr)} : {}),
  }
}

function wantedNode(host: Host): WantedNode {
  return {
    host: host.name,
    name: host.shortName,
    address: host.address,
    role: host.isFirstHive ? 'manager' : nodeRole(host),
    isFirst: host.isFirstHive,
    groups: host.groups,
  }
}

function nodeRole(host: Host): NodeRole {
  const mode = host.variables.get('hive_swarm_mode') ?? 'manager'
  if (mode === 'manager' || mode === 'worker') return mode
  throw new HiveError(
    'INVENTORY_INVALID',
    `${host.name}: hive_swarm_mode is ${JSON.stringify(mode)}, expected "manager" or "worker".`,
  )
}
