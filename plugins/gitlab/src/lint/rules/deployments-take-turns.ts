import {at} from '../../pipeline/node.ts'
import type {Rule} from '../rule.ts'

/** Without a resource group two pipelines work on one environment at the same time. */
export const deploymentsTakeTurns: Rule = {
  name: 'deployments-take-turns',
  check: ({jobs}) =>
    jobs.flatMap(({name, environment, node}) => {
      if (environment === undefined || !['start', 'stop'].includes(environment.action)) return []
      if (at(node, 'resource_group') !== undefined) return []
      const message = `${name} changes ${environment.name} while another pipeline may do so, too. Give it a resource_group.`
      return [{place: environment.node.place, message}]
    }),
}
