import {cp, mkdir, writeFile} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'
import {execa} from 'execa'

/** A project in a git repository of its own, with hive's templates beside its files. */
export interface CiProject {
  readonly directory: string
  /** Writes files and commits them; the commit. */
  commit(files: Readonly<Record<string, string>>): Promise<string>
  /** gitlab-ci-local in it; a failure is a result, not an exception. */
  run(args: readonly string[]): Promise<PipelineRun>
}

export interface PipelineRun {
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly all: string
}

interface ProjectFiles {
  readonly directory: string
  /** Directories whose content is copied, one over the other. */
  readonly copies: readonly string[]
  readonly files: Readonly<Record<string, string>>
}

export async function ciProject({directory, copies, files}: ProjectFiles): Promise<CiProject> {
  for (const source of copies) await cp(source, directory, {recursive: true})
  await cp('ci-templates', join(directory, 'ci-templates'), {recursive: true})
  await initialize(directory)
  const project: CiProject = {
    directory,
    commit: changes => commit(directory, changes),
    run: args => gitlabCiLocal(directory, args),
  }
  await project.commit(files)
  return project
}

async function initialize(cwd: string): Promise<void> {
  const git = (...args: readonly string[]) => execa('git', args, {cwd})
  await git('init', '--quiet', '--initial-branch=main')
  await git('config', 'user.name', 'test')
  await git('config', 'user.email', 'test@git.example')
  await git('remote', 'add', 'origin', 'git@git.example:group/shop.git')
  await git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main')
}

async function commit(cwd: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, name)), {recursive: true})
    await writeFile(join(cwd, name), content)
  }
  await execa('git', ['add', '--all'], {cwd})
  await execa('git', ['commit', '--quiet', '--allow-empty', '--message=Change'], {cwd})
  return (await execa('git', ['rev-parse', 'HEAD'], {cwd})).stdout
}

/** Variables gitlab-ci-local sets by itself, and warns of when they are given. */
const predefined = [
  'CI_API_V4_URL',
  'CI_COMMIT_BRANCH',
  'CI_COMMIT_REF_NAME',
  'CI_COMMIT_REF_PROTECTED',
  'CI_COMMIT_REF_SLUG',
  'CI_PIPELINE_SOURCE',
  'CI_PROJECT_ID',
  'CI_PROJECT_PATH',
  'CI_REGISTRY',
]

async function gitlabCiLocal(cwd: string, args: readonly string[]): Promise<PipelineRun> {
  const bin = resolve('node_modules/.bin/gitlab-ci-local')
  const {exitCode, stdout, all} = await execa(bin, [...args], {
    cwd,
    env: {HOME: cwd, GCL_IGNORE_PREDEFINED_VARS: predefined.join(',')},
    reject: false,
    all: true,
    stdin: 'ignore',
    timeout: 900_000,
  })
  return {exitCode, stdout, all}
}

/** Variables of a pipeline as options of gitlab-ci-local; a branch it would make up otherwise is taken away. */
export function variableOptions(variables: Readonly<Record<string, string>>): readonly string[] {
  const given = Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}=${value}`])
  return variables.CI_COMMIT_BRANCH === undefined ? [...given, '--unset-variable', 'CI_COMMIT_BRANCH'] : given
}

interface ListedJob {
  readonly name: string
  readonly when: string
  readonly allow_failure: boolean
}

/** The jobs gitlab-ci-local sees: `name`, `name (manual)`, `name (manual, blocks)`. */
export async function listJobs(project: CiProject, options: readonly string[]): Promise<readonly string[]> {
  const {stdout, all} = await project.run(['--list-json', ...options])
  if (!stdout.startsWith('[')) throw new Error(all)
  const jobs: readonly ListedJob[] = JSON.parse(stdout)
  return jobs.flatMap(({name, when, allow_failure}) =>
    when === 'never' ? [] : [listedJob({name, when, allowFailure: allow_failure})],
  )
}

/** A job as `listJobs` tells it. */
export function listedJob(job: {readonly name: string; readonly when: string; readonly allowFailure: boolean}): string {
  if (job.when === 'on_success') return job.name
  return `${job.name} (${job.when}${job.when === 'manual' && !job.allowFailure ? ', blocks' : ''})`
}
