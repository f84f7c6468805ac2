import type {Facts, HostRole, SetUpHost} from '../role.ts'
import type {Session} from '../session.ts'
import {rolesOf} from '../setup/role-hosts.ts'
import {factsFor} from '../setup/set-up-host.ts'
import {carryOutPlan} from './carry-out-plan.ts'
import type {Result} from './set-up-hosts.ts'

/** Lets roles finish their work once all hosts are set up; those that failed on the way are left out. */
export async function concludeRoles(
  session: Session,
  roles: readonly HostRole[],
  results: readonly Result[],
): Promise<readonly Result[]> {
  const concluded: Result[] = []
  for (const role of roles) {
    const hosts = setUpWith(session, role, results)
    if (role.conclude === undefined || hosts.length === 0) continue
    const result = await carryOutPlan(session, role.name, async () => role.conclude?.(session, hosts))
    if (result !== undefined) concluded.push(result)
  }
  return concluded
}

function setUpWith({site}: Session, role: HostRole, results: readonly Result[]): readonly SetUpHost[] {
  return site.hosts
    .filter(host => rolesOf(host, site, [role]).length > 0)
    .flatMap(host => {
      const own = results.filter(({target}) => target.target === host.name)
      const said = own.flatMap(({facts}) => (facts === undefined ? [] : [facts]))
      if (said.length === 0 || own.some(({target}) => target.outcome === 'failed')) return []
      return [{host, facts: factsFor(role, merged(said))}]
    })
}

function merged(facts: readonly Facts[]): Facts {
  return Object.fromEntries(facts.flatMap(each => Object.entries(each)))
}
