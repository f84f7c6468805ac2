import {readFile} from 'node:fs/promises'
import {getCACertificates} from 'node:tls'
import {HiveError, readExtraAuthorities, reasonOf, type Secret, secret} from '@hive-ci/cli'

export type Environment = Readonly<Record<string, string | undefined>>

/** Where a GitLab is, who we are to it, and the way there. */
export interface Access {
  /** Without `/api/v4`. */
  readonly host: string
  /** Path or number of the project. */
  readonly project: string
  readonly token: Secret
  /** What a job's own token may do is little: packages, but no notes and no variables. */
  readonly kind: 'private' | 'job'
  /** PEM texts of the authorities that are trusted. */
  readonly authorities: readonly string[]
  /** Empty texts where there is none. */
  readonly proxy: {readonly http: string; readonly https: string; readonly exceptions: string}
}

/** The variables of the stage that say whom to trust besides. */
interface Trust {
  readonly root_dir: string
  readonly extra_ca?: string
}

/**
 * Reads from a job's environment, or from one that was made like it, how GitLab is reached: `CI_API_V4_URL`,
 * `HIVE_GITLAB_TOKEN` (scope api) or else `CI_JOB_TOKEN`, `CI_SERVER_TLS_CA_FILE`, and the proxy variables. `project`: another
 * than the job's. Throws `HiveError` GITLAB_FAILED that names what is missing, VARIABLE_INVALID for `extra_ca`.
 */
export async function accessFrom(environment: Environment, trust: Trust, project = ''): Promise<Access> {
  const url = environment.CI_API_V4_URL
  const name = project || environment.CI_PROJECT_ID || environment.CI_PROJECT_PATH
  const token = environment.HIVE_GITLAB_TOKEN || environment.CI_JOB_TOKEN
  if (!url) throw missing('CI_API_V4_URL', 'the address of its API, for example https://gitlab.example/api/v4')
  if (!name) throw missing('CI_PROJECT_PATH', 'the path of the project')
  if (!token) throw missing('HIVE_GITLAB_TOKEN', 'a token with scope api; in jobs CI_JOB_TOKEN is there for packages')
  return {
    host: url.replace(/\/api\/v4\/?$/, ''),
    project: name,
    token: secret(token),
    kind: environment.HIVE_GITLAB_TOKEN ? 'private' : 'job',
    authorities: await authorities(environment.CI_SERVER_TLS_CA_FILE, trust),
    proxy: {
      http: environment.http_proxy || environment.HTTP_PROXY || '',
      https: environment.https_proxy || environment.HTTPS_PROXY || '',
      exceptions: environment.no_proxy || environment.NO_PROXY || '',
    },
  }
}

async function authorities(file: string | undefined, {root_dir, extra_ca}: Trust): Promise<readonly string[]> {
  const extra = await readExtraAuthorities(root_dir, extra_ca)
  const known = [...getCACertificates('default'), ...extra.map(({pem}) => pem)]
  if (!file) return known
  try {
    return [...known, await readFile(file, 'utf8')]
  } catch (error) {
    throw new HiveError('GITLAB_FAILED', `CI_SERVER_TLS_CA_FILE ${file} cannot be read: ${reasonOf(error)}.`, {
      cause: error,
    })
  }
}

function missing(variable: string, what: string): HiveError {
  return new HiveError('GITLAB_FAILED', `It is not known how GitLab is reached: ${variable} is not set.`, {
    suggestions: [`Set ${variable}: ${what}.`],
  })
}
