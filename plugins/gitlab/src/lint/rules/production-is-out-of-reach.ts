import {hiveStagesOf} from '../../pipeline/hive-stage.ts'
import type {Job} from '../../pipeline/job.ts'
import {at, items, text} from '../../pipeline/node.ts'
import {isOfMergeRequest} from '../../pipeline/situation.ts'
import type {Objection, Rule} from '../rule.ts'

/** What a merge request's author can change must not run with production's variables, nor on its stage. */
export const productionIsOutOfReach: Rule = {
  name: 'production-is-out-of-reach',
  check: ({situation, jobs}) => (isOfMergeRequest(situation) ? jobs.flatMap(objections) : []),
}

function objections(job: Job): readonly Objection[] {
  const {name, environment} = job
  if (environment?.tier === 'production') {
    const message = `${name} is part of merge request pipelines and gets the variables of ${environment.name}. Keep it out of them, or use an environment whose credentials only read.`
    return [{place: environment.node.place, message}]
  }
  const stage = hiveStagesOf(job).find(node => text(node) === 'production')
  if (stage === undefined || (environment === undefined && onlyReadsTheInventory(job))) return []
  const message = `${name} is part of merge request pipelines and works on the stage production. Keep it out of them, or give it another stage.`
  return [{place: stage.place, message}]
}

/** Questions to the inventory reach no host. */
const harmless = /^(\. hive-job|hive( --stage \S+)? (inventory|list-\w+|ci (doctor|lint))\b[^;&|]*)$/

function onlyReadsTheInventory({node}: Job): boolean {
  const lines = ['before_script', 'script', 'after_script'].flatMap(key => items(at(node, key)))
  return lines.every(line => harmless.test(text(line) ?? ''))
}
