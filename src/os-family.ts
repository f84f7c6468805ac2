import {HiveError} from './error.ts'
import {type Shell, sh} from './shell/sh.ts'

/** Debian and Ubuntu, or Enterprise Linux and its relatives: what differs between them is data of each role. */
export type OsFamily = 'debian' | 'redhat'

export interface OperatingSystem {
  readonly family: OsFamily
  /** `ID` of os-release(5): `debian`, `ubuntu`, `almalinux`, `rhel`, `amzn`. */
  readonly id: string
  /** `VERSION_ID`: `12`, `24.04`, `9.4`. */
  readonly version: string
}

/** A role that asks for this fact can read it with {@link operatingSystem}. */
export const osFact: Shell = sh`( . /etc/os-release && printf '%s %s %s' "$ID" "$VERSION_ID" "\${ID_LIKE:-}" )`

const members: Readonly<Record<OsFamily, readonly string[]>> = {
  debian: ['debian', 'ubuntu'],
  redhat: ['rhel', 'centos', 'fedora', 'almalinux', 'rocky', 'amzn'],
}

/** Reads {@link osFact}. Throws `HiveError` HOST_FAILED for a system that is of neither family. */
export function operatingSystem(host: string, fact = ''): OperatingSystem {
  const [id = '', version = '', ...relatives] = fact.split(' ')
  for (const family of ['debian', 'redhat'] as const) {
    if ([id, ...relatives].some(name => members[family].includes(name))) return {family, id, version}
  }
  throw new HiveError(
    'HOST_FAILED',
    `${host} runs "${fact.trim() || 'an unknown system'}". Expected was Debian 12 or 13, Ubuntu 22.04 or 24.04, or Enterprise Linux 8 to 10.`,
  )
}
