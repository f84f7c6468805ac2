import {at, items, plain, text} from '../../pipeline/node.ts'
import type {Rule} from '../rule.ts'

/** GitLab makes no pipeline at all when a job needs one that the rules left out. */
export const needsAreThere: Rule = {
  name: 'needs-are-there',
  check: ({jobs}) =>
    jobs.flatMap(({name, node}) =>
      items(at(node, 'needs')).flatMap(need => {
        const wanted = text(need) ?? text(at(need, 'job'))
        const optional = at(need, 'optional')
        if (wanted === undefined || (optional && plain(optional) === true)) return []
        if (jobs.some(other => other.name === wanted)) return []
        const message = `${name} needs ${wanted}, which some pipelines it is part of do not have; GitLab refuses to make those. Give both the same rules.`
        return [{place: need.place, message}]
      }),
    ),
}
