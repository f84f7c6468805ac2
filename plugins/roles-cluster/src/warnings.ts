import type {FoundSwarm, WantedSwarm} from './swarm-state.ts'

/** What is not as the inventory has it and is left alone all the same, a whole sentence each. */
export function swarmWarnings(wanted: WantedSwarm, found: FoundSwarm): readonly string[] {
  return [...strangers(wanted, found), ...ranges(wanted, found)]
}

function strangers(wanted: WantedSwarm, found: FoundSwarm): string[] {
  const known = new Set([...wanted.nodes.map(node => node.name), ...wanted.otherNames])
  return (found.cluster?.nodes ?? [])
    .filter(entry => !known.has(entry.name) && entry.state !== 'down')
    .map(
      entry =>
        `The swarm has a ${entry.role} "${entry.name}" (${entry.state}) that is not in the inventory. It is left alone; ` +
        'run "docker swarm leave" on it to let it go.',
    )
}

function ranges({nodes, ranges: wanted}: WantedSwarm, {engines, cluster}: FoundSwarm): string[] {
  if (wanted === undefined || cluster === undefined) return []
  const ids = new Set(cluster.nodes.map(entry => entry.id))
  const hosts = new Set(nodes.map(node => node.host))
  const members = engines.filter(engine => hosts.has(engine.host) && ids.has(engine.nodeId))
  return [
    ...members
      .filter(engine => !engine.bridgeSubnets?.includes(wanted.gatewayBridge))
      .map(engine => differs(`docker_gwbridge of ${engine.host}`, engine.bridgeSubnets, wanted.gatewayBridge)),
    ...(cluster.hasServices && !cluster.ingress?.subnets.includes(wanted.ingress)
      ? [differs('The ingress network', cluster.ingress?.subnets, wanted.ingress)]
      : []),
  ]
}

function differs(what: string, found: readonly string[] | undefined, wanted: string): string {
  return (
    `${what} has ${found?.join(', ') || 'no subnet'}, but internal_cidr reserves ${wanted} for it. ` +
    'A network in use cannot be moved: take the services down and let the nodes leave the swarm to have it made anew.'
  )
}
