import type {Rule} from '../rule.ts'

/** What a merge request's author can change must not run with production's variables. */
export const productionIsOutOfReach: Rule = {
  name: 'production-is-out-of-reach',
  check: ({situation, jobs}) => {
    if (situation.variables.CI_MERGE_REQUEST_IID === undefined) return []
    return jobs.flatMap(({name, environment}) =>
      environment?.tier === 'production'
        ? [
            {
              place: environment.node.place,
              message: `${name} is part of merge request pipelines and gets the variables of ${environment.name}. Keep it out of them, or use an environment whose credentials only read.`,
            },
          ]
        : [],
    )
  },
}
