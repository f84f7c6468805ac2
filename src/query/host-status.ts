import {reasonOf} from '../error.ts'
import type {HostPool} from '../session.ts'
import type {Host} from '../site/site.ts'

export interface HostStatus {
  readonly name: string
  readonly address: string
  readonly roles: readonly ('hive' | 'repository')[]
  readonly isReachable: boolean
  /** Why it is not. */
  readonly problem?: string
}

/** Whether a host lets us in. */
export async function hostStatus(hosts: HostPool, host: Host): Promise<HostStatus> {
  const roles: HostStatus['roles'] = [
    ...(host.isHive ? ['hive' as const] : []),
    ...(host.isRepository ? ['repository' as const] : []),
  ]
  const common = {name: host.name, address: host.address, roles}
  try {
    await hosts.connect(host)
    return {...common, isReachable: true}
  } catch (error) {
    return {...common, isReachable: false, problem: reasonOf(error)}
  }
}
