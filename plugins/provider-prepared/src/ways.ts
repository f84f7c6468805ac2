import type {Duplex} from 'node:stream'
import {
  type Connection,
  HiveError,
  type Host,
  type JumpHost,
  jumpHostName,
  logIn,
  type Site,
  secret,
} from '@hive-ci/cli'
import {type JumpPlace, jumpPlaceOf} from './jump-host.ts'
import {pinnedKeys} from './pinned-keys.ts'
import {stageKey} from './stage-key.ts'

/** How the sshd of a host is reached. */
export interface Way {
  /** Opens a stream to a port of the host; left out where this machine reaches it by itself. */
  readonly dial?: (port: number) => Promise<Duplex>
  readonly jump?: JumpHost
  /** The jump host was met for the first time. */
  readonly isNew?: boolean
}

/** The ways to the hosts of a site; hosts behind the same jump host share one connection to it. */
export interface Ways {
  /** Throws `HiveError` HOST_UNREACHABLE when the jump host does not let us in, INVENTORY_INVALID when it is written wrongly. */
  to(host: Host): Promise<Way>
  close(): Promise<void>
}

interface Gate {
  readonly connection: Connection
  readonly jump: JumpHost
  readonly isNew: boolean
}

export function openWays(site: Site, signal: AbortSignal): Ways {
  const gates = new Map<string, Promise<Gate>>()
  return {
    async to(host) {
      const place = jumpPlaceOf(host)
      if (place === undefined) return {}
      const name = jumpHostName(place)
      const opening = gates.get(name) ?? openGate(site, place, signal)
      gates.set(name, opening)
      const {connection, ...gate} = await opening
      return {...gate, dial: port => connection.openTcp(host.address, port)}
    },
    async close() {
      const opened = await Promise.allSettled(gates.values())
      await Promise.all(opened.map(gate => (gate.status === 'fulfilled' ? gate.value.connection.close() : undefined)))
    },
  }
}

async function openGate(site: Site, {user, address, port}: JumpPlace, signal: AbortSignal): Promise<Gate> {
  const privateKey = await stageKey(site)
  const name = jumpHostName({address, port})
  if (privateKey === undefined)
    throw new HiveError('HOST_UNREACHABLE', `There is no key yet to log in to jump host ${address} with.`)
  const pinned = await pinnedKeys(site, {name, address}, port)
  const shown: string[] = []
  const connection = await logIn({
    ...{name, address, port, user, signal},
    privateKey: secret(privateKey),
    hostKeys: pinned,
    onHostKey: key => shown.push(key),
  })
  const hostKeys = pinned.length > 0 ? pinned : shown
  return {connection, jump: {address, port, user, hostKeys}, isNew: pinned.length === 0}
}
