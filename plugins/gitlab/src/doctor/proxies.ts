import {type Environment, eitherCase, type Section, withoutPassword} from './section.ts'

const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'] as const

/** The proxies programs of this job use, and whether calls to the job's own engine would go through them. */
export function proxySection(environment: Environment): Section {
  const facts = names.flatMap(name => {
    const value = eitherCase(environment, name)
    return value === undefined ? [] : [`${name}: ${withoutPassword(value)}`]
  })
  return {
    title: 'Proxies of this job',
    facts: facts.length > 0 ? facts : ['none'],
    problems: engineThroughProxy(environment),
    warnings: disagreements(environment),
  }
}

function disagreements(environment: Environment): readonly string[] {
  return names.flatMap(name => {
    const [upper, lower] = [environment[name], environment[name.toLowerCase()]]
    if (!upper || !lower || upper === lower) return []
    return [`${name} and ${name.toLowerCase()} differ, and some programs read the one, some the other. Set both alike.`]
  })
}

function engineThroughProxy(environment: Environment): readonly string[] {
  const host = engineHost(environment)
  if (host === undefined || eitherCase(environment, 'HTTP_PROXY') === undefined) return []
  const exceptions = (eitherCase(environment, 'NO_PROXY') ?? '').split(',').map(entry => entry.trim())
  if (exceptions.some(entry => entry === '*' || entry.split(':')[0] === host)) return []
  return [`Calls to the engine at ${host} go to the proxy. Add ${host} to NO_PROXY.`]
}

function engineHost({DOCKER_HOST}: Environment): string | undefined {
  return DOCKER_HOST?.startsWith('tcp://') ? new URL(DOCKER_HOST).hostname : undefined
}
