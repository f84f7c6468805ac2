import {cp, mkdir, writeFile} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'
import {execa} from 'execa'
import {temporaryDirectory} from '../support/temporary-directory.ts'

/** A project in a git repository of its own that includes hive's templates. */
export interface CiProject {
  readonly directory: string
  /** gitlab-ci-local in it; a failure is a result, not an exception. */
  run(args: readonly string[]): Promise<{readonly exitCode?: number; readonly stdout: string; readonly all: string}>
}

/** What a project adds to its .gitlab-ci.yml, with these inputs, and other files of it. */
export async function ciProject(
  inputs: Readonly<Record<string, unknown>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<CiProject> {
  const directory = await temporaryDirectory('ci')
  await cp('ci-templates', join(directory, 'ci-templates'), {recursive: true})
  const include = [{local: '/ci-templates/hive.gitlab-ci.yml', inputs}]
  for (const [name, content] of Object.entries({'.gitlab-ci.yml': JSON.stringify({include}), ...files})) {
    await mkdir(dirname(join(directory, name)), {recursive: true})
    await writeFile(join(directory, name), content)
  }
  await commit(directory)
  return {directory, run: args => gitlabCiLocal(directory, args)}
}

async function commit(cwd: string): Promise<void> {
  const git = (...args: readonly string[]) => execa('git', args, {cwd})
  await git('init', '--quiet', '--initial-branch=main')
  await git('remote', 'add', 'origin', 'git@git.example:group/shop.git')
  await git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main')
  await git('add', '--all')
  await git('-c', 'user.name=test', '-c', 'user.email=test@git.example', 'commit', '--quiet', '--message=Start')
}

async function gitlabCiLocal(cwd: string, args: readonly string[]) {
  const bin = resolve('node_modules/.bin/gitlab-ci-local')
  const {exitCode, stdout, all} = await execa(bin, [...args], {
    cwd,
    env: {
      HOME: cwd,
      GCL_IGNORE_PREDEFINED_VARS:
        'CI_PIPELINE_SOURCE,CI_COMMIT_BRANCH,CI_COMMIT_REF_NAME,CI_COMMIT_REF_SLUG,CI_COMMIT_REF_PROTECTED',
    },
    reject: false,
    all: true,
    stdin: 'ignore',
    timeout: 240_000,
  })
  return {exitCode, stdout, all}
}

interface ListedJob {
  readonly name: string
  readonly when: string
  readonly allow_failure: boolean
}

/** The jobs a pipeline has, one line each, in the order of their stages: `name`, `name (manual)`, `name (manual, blocks)`. */
export async function listJobs(project: CiProject, variables: readonly string[]): Promise<readonly string[]> {
  const {stdout, all} = await project.run(['--list-json', ...variables])
  if (!stdout.startsWith('[')) throw new Error(all)
  const jobs: readonly ListedJob[] = JSON.parse(stdout)
  return jobs.filter(({when}) => when !== 'never').map(line)
}

function line({name, when, allow_failure}: ListedJob): string {
  if (when === 'on_success') return name
  return `${name} (${when}${when === 'manual' && !allow_failure ? ', blocks' : ''})`
}

const variable = (name: string, value: string) => ['--variable', `${name}=${value}`]

/** The kinds of pipelines, as options of gitlab-ci-local. */
export const pipelines = {
  main: [],
  branch: [...variable('CI_COMMIT_BRANCH', 'feature'), ...variable('CI_COMMIT_REF_NAME', 'feature')],
  mergeRequest: [
    ...variable('CI_PIPELINE_SOURCE', 'merge_request_event'),
    ...variable('CI_MERGE_REQUEST_IID', '7'),
    ...variable('CI_MERGE_REQUEST_TARGET_BRANCH_NAME', 'main'),
    ...variable('CI_COMMIT_REF_SLUG', 'feature'),
    '--unset-variable',
    'CI_COMMIT_BRANCH',
  ],
  tag: [
    ...variable('CI_COMMIT_TAG', 'v1.0.0'),
    ...variable('CI_COMMIT_REF_NAME', 'v1.0.0'),
    '--unset-variable',
    'CI_COMMIT_BRANCH',
  ],
  protectedTag: [
    ...variable('CI_COMMIT_TAG', 'v1.0.0'),
    ...variable('CI_COMMIT_REF_NAME', 'v1.0.0'),
    ...variable('CI_COMMIT_REF_PROTECTED', 'true'),
    '--unset-variable',
    'CI_COMMIT_BRANCH',
  ],
  schedule: variable('CI_PIPELINE_SOURCE', 'schedule'),
  freeze: variable('CI_DEPLOY_FREEZE', 'true'),
} as const
