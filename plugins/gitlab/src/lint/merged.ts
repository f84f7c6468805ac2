import {HiveError} from '@hive-ci/cli'
import type {Client} from '../api/client.ts'

/**
 * Lets GitLab put a pipeline together, with what only it can see: includes of other projects, components. Returns the one
 * file it made of `content`. Throws `GitlabFailure`, and `HiveError` GITLAB_FAILED with GitLab's words for a pipeline it refuses.
 */
export async function mergedPipeline({api, access}: Client, content: string, name: string): Promise<string> {
  const {valid, merged_yaml, errors = []} = await api.Lint.lint(access.project, content)
  if (valid && merged_yaml !== undefined) return merged_yaml.endsWith('\n') ? merged_yaml : `${merged_yaml}\n`
  const words = errors.map(error => `\n  ${error}`).join('') || ' It gives no reason.'
  throw new HiveError('GITLAB_FAILED', `GitLab refuses ${name}:${words}`, {
    suggestions: ['"hive ci lint" without --merged tells the line of what it can see itself.'],
  })
}
