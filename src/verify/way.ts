import type {Duplex} from 'node:stream'
import ipaddr from 'ipaddr.js'
import type {SshHost} from '../context/ssh-hosts.ts'
import type {Host, Site} from '../site/site.ts'
import type {Dial} from './probe/dial.ts'
import {tcpProblem} from './probe/tcp.ts'

/** How the mother comes to the ports of a host. */
export interface Way {
  readonly address: string
  /** Set where the mother has no way of its own: ports are opened from a host of the stage. */
  readonly dial?: Dial
}

/** Seconds a host may take to be found reachable by its own address. */
const patience = 2

/**
 * Where ssh reaches a host is where its ports are, unless something stands between, a tunnel, a jump host or a forwarded
 * port: then they are at its own address. When that cannot be reached from here either, a host of the stage asks, another
 * one where there is one, so that it is the network's answer and not the host's own.
 */
export async function wayTo(host: Host, {known, site, open}: WayRequest): Promise<Way> {
  if (known === undefined) return {address: host.address}
  if (!isBehindSomething(host, known)) return {address: known.address}
  if ((await tcpProblem(host.address, host.sshPort, patience)) === undefined) return {address: host.address}
  const asker = site.hosts.find(({name}) => name !== host.name) ?? host
  return {address: host.address, dial: (address, port) => open(asker, address, port)}
}

export interface WayRequest {
  readonly site: Site
  /** What ssh_config says of the host. */
  readonly known: SshHost | undefined
  /** Opens a port as a host of the stage sees it. */
  readonly open: (from: Host, address: string, port: number) => Promise<Duplex>
}

function isBehindSomething({sshPort}: Host, {address, port, jump}: SshHost): boolean {
  return jump !== undefined || port !== sshPort || isLoopback(address)
}

function isLoopback(address: string): boolean {
  return address === 'localhost' || (ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback')
}
