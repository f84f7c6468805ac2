import {definedJobs} from '../../pipeline/job.ts'
import {at} from '../../pipeline/node.ts'
import type {Rule} from '../rule.ts'

/** A job that hangs keeps its resource group; in `default` a timeout has no effect. */
export const jobsEnd: Rule = {
  name: 'jobs-end',
  check: ({root}) => {
    const general = at(root, 'default', 'timeout')
    const useless = general
      ? [{place: general.place, message: 'In default a timeout has no effect. Give it to jobs.'}]
      : []
    const endless = definedJobs(root).filter(([, job]) => at(job, 'script') && at(job, 'timeout') === undefined)
    return [
      ...useless,
      ...endless.map(([name, {place}]) => ({place, message: `${name} has no timeout of its own. Give it one.`})),
    ]
  },
}
