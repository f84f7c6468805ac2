import {HiveError} from './error.ts'
import type {Facts} from './role.ts'

/** Debian and Ubuntu, or Enterprise Linux and its relatives: what differs between them is data of each role. */
export type OsFamily = 'debian' | 'redhat'

/** The family a host's facts tell. Throws `HiveError` HOST_FAILED for a system that is of neither. */
export function osFamily(host: string, {family, os, osVersion}: Facts): OsFamily {
  if (family === 'debian' || family === 'redhat') return family
  const found = [os, osVersion].filter(Boolean).join(' ') || 'an unknown system'
  throw new HiveError(
    'HOST_FAILED',
    `${host} runs ${found}. Expected was Debian 12 or 13, Ubuntu 22.04 or 24.04, or Enterprise Linux 8 to 10.`,
  )
}
