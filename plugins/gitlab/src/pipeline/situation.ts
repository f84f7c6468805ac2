import type {Variables} from './expression.ts'

/** A kind of pipeline, told by the variables GitLab starts it with. */
export interface Situation {
  readonly name: string
  readonly variables: Variables
}

const project = {CI_DEFAULT_BRANCH: 'main', CI_PROJECT_PATH: 'group/project', CI: 'true', GITLAB_CI: 'true'}
const onMain = {...project, CI_COMMIT_BRANCH: 'main', CI_COMMIT_REF_NAME: 'main', CI_COMMIT_REF_PROTECTED: 'true'}

/** The pipelines a project can have. */
export const situations: readonly Situation[] = [
  {
    name: 'merge request',
    variables: {
      ...project,
      CI_PIPELINE_SOURCE: 'merge_request_event',
      CI_MERGE_REQUEST_IID: '1',
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      CI_COMMIT_REF_NAME: 'feature',
      CI_COMMIT_REF_PROTECTED: 'false',
    },
  },
  {name: 'push to the default branch', variables: {...onMain, CI_PIPELINE_SOURCE: 'push'}},
  {
    name: 'push to another branch',
    variables: {
      ...project,
      CI_PIPELINE_SOURCE: 'push',
      CI_COMMIT_BRANCH: 'feature',
      CI_COMMIT_REF_NAME: 'feature',
      CI_COMMIT_REF_PROTECTED: 'false',
    },
  },
  {
    name: 'protected tag',
    variables: {
      ...project,
      CI_PIPELINE_SOURCE: 'push',
      CI_COMMIT_TAG: 'v1.0.0',
      CI_COMMIT_REF_NAME: 'v1.0.0',
      CI_COMMIT_REF_PROTECTED: 'true',
    },
  },
  {
    name: 'tag anybody may make',
    variables: {
      ...project,
      CI_PIPELINE_SOURCE: 'push',
      CI_COMMIT_TAG: 'try',
      CI_COMMIT_REF_NAME: 'try',
      CI_COMMIT_REF_PROTECTED: 'false',
    },
  },
  {name: 'schedule', variables: {...onMain, CI_PIPELINE_SOURCE: 'schedule'}},
  {name: 'started by hand', variables: {...onMain, CI_PIPELINE_SOURCE: 'web'}},
  {name: 'started by the API', variables: {...onMain, CI_PIPELINE_SOURCE: 'api'}},
  {name: 'started by a trigger', variables: {...onMain, CI_PIPELINE_SOURCE: 'trigger'}},
  {name: 'started by another project', variables: {...onMain, CI_PIPELINE_SOURCE: 'pipeline'}},
]

export function isOfMergeRequest({variables}: Situation): boolean {
  return variables.CI_MERGE_REQUEST_IID !== undefined
}
