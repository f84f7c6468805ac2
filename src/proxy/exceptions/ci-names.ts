import {findClient} from '../client/find.ts'
import {explain} from '../explain/explain.ts'
import {parseRequest} from '../explain/request.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Where GitLab's job variables name its servers; registries come with a port. */
const servers = ['CI_SERVER_HOST', 'CI_REGISTRY', 'CI_DEPENDENCY_PROXY_SERVER']

/**
 * Names a CI job reaches without a proxy: the engine beside it (dind), and those servers of GitLab that the job's own
 * list leaves out of the proxy. A GitLab that the job itself reaches through the proxy is not there for the hosts, either.
 */
export function ciNames(environment: Environment): readonly string[] {
  const engine = /^tcp:\/\/(\[[^\]]+\]|[^:/]+)/.exec(environment.DOCKER_HOST ?? '')?.[1]
  const known = servers.flatMap(name => environment[name] ?? []).filter(place => goesDirect(place, environment))
  return [...(engine === undefined ? [] : [engine]), ...known.map(place => place.replace(/:\d+$/, ''))]
}

/** As git sees it, which is the client GitLab's runner uses for the job itself. */
function goesDirect(place: string, environment: Environment): boolean {
  const {way, entry} = explain(findClient('git'), environment, parseRequest(place))
  return way === 'direct' && entry !== undefined
}
