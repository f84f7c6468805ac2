import type {Host, Site} from '@hive-ci/cli'
import {markedLines, markedNames, withMarkedLines} from './marked-block.ts'

const blockPrefix = 'extra_hosts '

/**
 * `hosts` of a shared repository, which its name server answers from: hives by their public addresses, the repository,
 * which reads it, by its own loopback. What other sites and stages wrote stays.
 */
export function sharedHosts(text: string, site: Site, addresses: ReadonlyMap<string, string>): string {
  const gone = markedNames(text)
    .filter(name => name.startsWith(blockPrefix))
    .filter(name => hasLeft(site, name.slice(blockPrefix.length)))
  const without = gone.reduce((left, name) => withMarkedLines(left, name, []), text)
  return site.hosts.reduce((left, host) => {
    const address = host.isHive ? addressOf(host, addresses) : '127.0.0.1'
    return withMarkedLines(left, `${blockPrefix}${host.name}`, [`${address} ${host.name}`])
  }, without)
}

/** `hosts.yml` of a shared repository: the public address of every server, one block for each site. */
export function sharedAddresses(text: string, site: Site, addresses: ReadonlyMap<string, string>): string {
  const names = new Set(site.hosts.map(({name}) => name))
  // A block of hive-builder also has the servers of another stage, when that was set up last.
  const others = (markedLines(text, site.name) ?? []).filter(line => {
    const name = line.split(':')[0]?.trim() ?? ''
    return name !== '' && !names.has(name) && !hasLeft(site, name)
  })
  const own = site.hosts.map(host => `${host.name}: ${addressOf(host, addresses)}`)
  return withMarkedLines(text, site.name, [...others, ...own].toSorted())
}

function addressOf(host: Host, addresses: ReadonlyMap<string, string>): string {
  return addresses.get(host.name) ?? host.address
}

/** Whether a name is one that servers of this stage have, and none has it any more. */
function hasLeft({name: siteName, hosts}: Site, name: string): boolean {
  const stem = hosts[0]?.shortName.replace(/\d+$/, '') ?? ''
  const index =
    name.startsWith(stem) && name.endsWith(`.${siteName}`) ? name.slice(stem.length, -siteName.length - 1) : ''
  return /^\d+$/.test(index) && hosts.every(host => host.name !== name)
}
