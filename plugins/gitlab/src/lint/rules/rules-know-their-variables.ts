import {variablesOf} from '../../pipeline/expression.ts'
import {definedJobs} from '../../pipeline/job.ts'
import {at, items, text} from '../../pipeline/node.ts'
import type {Rule} from '../rule.ts'

/** Rules are decided before there is a job or an environment; what belongs to those is empty then. */
export const rulesKnowTheirVariables: Rule = {
  name: 'rules-know-their-variables',
  check: ({root}) =>
    definedJobs(root).flatMap(([name, job]) =>
      items(at(job, 'rules')).flatMap(rule => {
        const condition = at(rule, 'if')
        const unknown = variablesOf(text(condition) ?? '').find(variable => late.test(variable))
        if (condition === undefined || unknown === undefined) return []
        return [{place: condition.place, message: `${unknown} is empty when the rules of ${name} are decided.`}]
      }),
    ),
}

const late = /^CI_(ENVIRONMENT_(?!NAME$)\w+|JOB_(ID|TOKEN|URL|STARTED_AT|STATUS)|RUNNER_\w+|BUILDS_DIR|CONCURRENT_\w+)$/
