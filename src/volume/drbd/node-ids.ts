/** Highest number DRBD 9 takes, and with it the most hosts of a resource. */
const highest = 31

/**
 * The number of each host in a resource. Data on the disks refer to it, so a host keeps the one it has in the resource
 * files that were found; new hosts take the lowest that are free. Undefined when the files contradict each other.
 */
export function nodeIds(hosts: readonly string[], files: readonly string[]): ReadonlyMap<string, number> | undefined {
  const found = new Map<string, number>()
  for (const [host, id] of files.flatMap(idsOf)) {
    if (found.has(host) ? found.get(host) !== id : [...found.values()].includes(id)) return undefined
    found.set(host, id)
  }
  const free = Array.from({length: highest + 1}, (_, id) => id).filter(id => ![...found.values()].includes(id))
  return new Map(hosts.map(host => [host, found.get(host) ?? free.shift() ?? highest]))
}

/** Hosts (first label) and numbers of a resource file, ours or hive-builder's. */
function idsOf(file: string): readonly (readonly [string, number])[] {
  return [...file.matchAll(/\bon\s+"?([^\s"{]+)"?\s*\{[^}]*?\bnode-id\s+(\d+)/g)].map(
    ([, name = '', id]) => [name.split('.')[0] ?? name, Number(id)] as const,
  )
}
