import {HiveError} from '@hive-ci/cli'

/** GitLab refused, or did not answer. */
export class GitlabFailure extends HiveError {
  /** HTTP status; undefined when there was no answer, so that it is not known whether anything was done. */
  readonly status: number | undefined

  constructor(message: string, status: number | undefined, suggestions: readonly string[], cause?: unknown) {
    super('GITLAB_FAILED', message, {suggestions, cause})
    this.status = status
  }
}

export interface Refusal {
  readonly method: string
  readonly url: URL
  readonly status: number
  /** What GitLab said, as it said it. */
  readonly body: string
  readonly kind: 'private' | 'job'
}

/** The sentence for an answer that is no success. */
export function refused({method, url, status, body, kind}: Refusal): GitlabFailure {
  const said = wordsOf(body)
  const message = `GitLab answered ${method} ${url.pathname} with status ${status}${said && `: ${said}`}.`
  return new GitlabFailure(message, status, advice(status, kind))
}

function wordsOf(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed !== 'object' || parsed === null) return ''
    const said = 'message' in parsed ? parsed.message : 'error' in parsed ? parsed.error : ''
    return (typeof said === 'string' ? said : JSON.stringify(said)).replace(/\.$/, '').slice(0, 300)
  } catch {
    // A page of a proxy or of a server that is being started: its status says more than its text.
    return ''
  }
}

function advice(status: number, kind: Refusal['kind']): readonly string[] {
  const token = kind === 'job' ? 'CI_JOB_TOKEN' : 'HIVE_GITLAB_TOKEN'
  if (status === 401) return [`${token} is not valid, or has expired.`]
  if (status === 403 && kind === 'job') return ['A job token may not do this: set HIVE_GITLAB_TOKEN with scope api.']
  if (status === 403) return [`The owner of ${token} may not do this, or this GitLab does not offer it.`]
  if (status === 404) return [`It is not there, or ${token} may not see it.`]
  return status >= 500 || status === 429 ? ['Try again later.'] : []
}
