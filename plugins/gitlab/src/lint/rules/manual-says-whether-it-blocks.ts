import {definedJobs} from '../../pipeline/job.ts'
import {at, items, type Node, text} from '../../pipeline/node.ts'
import type {Rule} from '../rule.ts'

/** Without `allow_failure` a manual job blocks or does not, depending on where its `when` is written. */
export const manualSaysWhetherItBlocks: Rule = {
  name: 'manual-says-whether-it-blocks',
  check: ({root}) =>
    definedJobs(root).flatMap(([name, job]) => {
      const isSaid = at(job, 'allow_failure') !== undefined
      return [job, ...items(at(job, 'rules'))].flatMap(part => {
        const when = manual(part)
        if (when === undefined || isSaid || at(part, 'allow_failure') !== undefined) return []
        const effect = part === job ? 'does not block the pipeline' : 'blocks the pipeline'
        return [{place: when.place, message: `${name} is manual and ${effect}; say so with allow_failure.`}]
      })
    }),
}

function manual(part: Node): Node | undefined {
  const when = at(part, 'when')
  return text(when) === 'manual' ? when : undefined
}
