import {HiveError, type Host, textVariable} from '@hive-ci/cli'

/** Where the jump host of a host is logged in to. */
export interface JumpPlace {
  readonly user: string
  readonly address: string
  readonly port: number
}

/** `[USER@]HOST[:PORT]`, an IPv6 address in brackets; without user it is that of the hosts. */
const form = /^(?:([A-Za-z0-9_][A-Za-z0-9_.-]*)@)?(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9][A-Za-z0-9.-]*))(?::(\d{1,5}))?$/

/** Reads `jump_host` of the stage; undefined for a host that is reached directly. Throws `HiveError` INVENTORY_INVALID. */
export function jumpPlaceOf(host: Host): JumpPlace | undefined {
  const text = textVariable(host, 'hive_jump_host')
  if (text === undefined) return undefined
  const [, user = host.admin, inBrackets, name, port = '22'] = form.exec(text) ?? []
  const address = inBrackets ?? name
  if (address !== undefined && Number(port) > 0 && Number(port) < 65_536) return {user, address, port: Number(port)}
  throw new HiveError(
    'INVENTORY_INVALID',
    `The jump host of ${host.name} is "${text}"; expected USER@HOST:PORT, where USER@ and :PORT may be left out.`,
  )
}
