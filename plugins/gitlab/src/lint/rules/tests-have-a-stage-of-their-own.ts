import {hiveStagesOf} from '../../pipeline/hive-stage.ts'
import {type Job, jobsOf} from '../../pipeline/job.ts'
import {text} from '../../pipeline/node.ts'
import {isOfMergeRequest, situations} from '../../pipeline/situation.ts'
import type {Rule} from '../rule.ts'

/** Merge requests rebuild their stage, and closing one destroys it: nothing else may be deployed there. */
export const testsHaveAStageOfTheirOwn: Rule = {
  name: 'tests-have-a-stage-of-their-own',
  check: ({situation, root, jobs}) => {
    if (!isOfMergeRequest(situation)) return []
    const others = situations.filter(other => !isOfMergeRequest(other))
    const deploying = others.flatMap(({variables}) => jobsOf(root, variables)).filter(changesHosts)
    return jobs.filter(changesHosts).flatMap(job =>
      hiveStagesOf(job).flatMap(stage => {
        const name = text(stage)
        const other = deploying.find(found => found.name !== job.name && stageNames(found).includes(name))
        if (other === undefined) return []
        const message = `${job.name} changes the stage ${name} in merge request pipelines, and ${other.name} deploys to it. Give tests a stage of their own.`
        return [{place: stage.place, message}]
      }),
    )
  },
}

function changesHosts({environment}: Job): boolean {
  return environment !== undefined && ['start', 'stop'].includes(environment.action)
}

function stageNames(job: Job): readonly (string | undefined)[] {
  return hiveStagesOf(job).map(text)
}
