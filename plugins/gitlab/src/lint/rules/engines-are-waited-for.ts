import type {Job} from '../../pipeline/job.ts'
import {at, items, type Node, text} from '../../pipeline/node.ts'
import type {Objection, Rule} from '../rule.ts'

/** An engine as a service needs a name the job can call it by, an address, and a moment to start. */
export const enginesAreWaitedFor: Rule = {
  name: 'engines-are-waited-for',
  check: ({jobs}) => jobs.flatMap(job => items(at(job.node, 'services')).flatMap(service => objections(job, service))),
}

function objections({name, node}: Job, service: Node): readonly Objection[] {
  const {place} = service
  if (!/dind/.test(text(service) ?? text(at(service, 'name')) ?? '')) return []
  const lines = ['before_script', 'script'].flatMap(key => items(at(node, key)).map(line => text(line) ?? ''))
  const missing: string[] = []
  if (at(service, 'alias') === undefined) missing.push('The engine has no alias. Give the service alias: docker.')
  if (at(node, 'variables', 'DOCKER_HOST') === undefined)
    missing.push(`${name} does not say where its engine is. Give it DOCKER_HOST.`)
  if (!lines.some(line => /docker (info|version)|hive ci doctor/.test(line))) {
    missing.push(`${name} does not wait for its engine. Run hive ci doctor first.`)
  }
  return missing.map(message => ({place, message}))
}
