import type {Finding} from '../role.ts'
import type {Session} from '../session.ts'
import type {Check, Probe} from './check.ts'
import {commandProblem, fileProblem, roleFinding} from './judge-host.ts'
import {httpProblemOf, nothingElseProblem, publishedProblem, tcpProblemOf} from './judge-ports.ts'
import {convergedProblem, healthProblem, networkProblem, nodeProblem, volumeProblem} from './judge-swarm.ts'
import {executableProblem} from './probe/executable.ts'
import {registryProblem} from './probe/registry.ts'
import type {Seen} from './seen.ts'

/** How a check comes out, by what was seen and, where that does not tell, by asking the site. */
export async function findingOf(session: Session, seen: Seen, check: Check): Promise<Finding> {
  if (check.probe.kind === 'role') return roleFinding(seen, check.probe)
  const problem = await problemOf(session, seen, check, check.probe)
  return problem === undefined ? {} : {problem}
}

/** What is wrong, whole sentences; undefined when the check holds. */
async function problemOf(
  session: Session,
  seen: Seen,
  check: Check,
  probe: Exclude<Probe, {kind: 'role'}>,
): Promise<string | undefined> {
  const {site} = session
  switch (probe.kind) {
    case 'node':
      return nodeProblem(seen, probe.host)
    case 'converged':
      return convergedProblem(seen, probe.service)
    case 'healthy':
      return healthProblem(seen, site, probe.service)
    case 'published':
      return publishedProblem(seen, site, probe)
    case 'nothing-else':
      return nothingElseProblem(seen, site, probe.host)
    case 'network':
      return networkProblem(seen, probe.network)
    case 'volume':
      return volumeProblem(seen, probe.volume)
    case 'registry':
      return registryProblem(session, probe.host)
    case 'http':
      return httpProblemOf(seen, site, probe.wish)
    case 'tcp':
      return tcpProblemOf(seen, site, probe.wish)
    case 'command':
      return commandProblem(seen, check, probe)
    case 'file':
      return fileProblem(seen, check, probe)
    case 'executable':
      return executableProblem(session, probe.path)
  }
}
