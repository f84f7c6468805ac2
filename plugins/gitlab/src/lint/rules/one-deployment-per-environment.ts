import type {Rule} from '../rule.ts'

/** Each job with action `start` records a deployment and asks for an approval of its own. */
export const oneDeploymentPerEnvironment: Rule = {
  name: 'one-deployment-per-environment',
  check: ({jobs}) => {
    const starting = jobs.filter(job => job.environment?.action === 'start')
    return starting.flatMap(({name, environment}, index) => {
      const earlier = starting.slice(0, index).find(other => other.environment?.name === environment?.name)
      if (environment === undefined || earlier === undefined) return []
      const message = `${name} records a deployment to ${environment.name}, and so does ${earlier.name}. Give all but the last one action: prepare.`
      return [{place: environment.node.place, message}]
    })
  },
}
