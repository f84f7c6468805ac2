import {access, readFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {renderPipeline} from '../../plugins/gitlab/src/render/render.ts'
import {type CiProject, ciProject} from './project.ts'
import type {Situation} from './situation.ts'
import type {Step} from './step.ts'

const templates = resolve('ci-templates')

export interface ProjectWish {
  readonly situation: Situation
  readonly directory: string
  /** URL of a registry in place of the public one. */
  readonly mirror: string
}

/** The project of a situation: the site all share, what its own directory `project` has, and its pipeline. */
export async function situationProject({situation, directory, mirror}: ProjectWish): Promise<CiProject> {
  const own = join(situation.directory, 'project')
  const hasOwn = await isThere(own)
  return ciProject({
    directory,
    copies: [join(import.meta.dirname, 'site'), ...(hasOwn ? [own] : [])],
    files: {
      // What `hive set` keeps with the project; contexts and what jobs leave are not part of it.
      '.hive/persistents.yml': JSON.stringify({
        registry_mirror: {private: mirror, staging: mirror, production: mirror},
      }),
      '.gitignore': '.hive/*/\n/hive-plan/\n/hive-test/\n/.gitlab-ci-local/\n',
      ...(await pipelineFor(situation, {inputs: {}, pipeline: {}})),
    },
  })
}

/** Options of gitlab-ci-local for it: the schema of GitLab's editor has never listed artifacts:public. */
export function schemaOptions({server}: Situation): readonly string[] {
  return server === undefined ? [] : ['--ignore-schema-paths', '#/additionalProperties']
}

/** The .gitlab-ci.yml of a situation, unless its project brings one; with the inputs and keys of a step. */
export async function pipelineFor(
  {directory, inputs, server}: Situation,
  more: Pick<Step, 'inputs' | 'pipeline'>,
): Promise<Readonly<Record<string, string>>> {
  const own = await readFile(join(directory, 'project/.gitlab-ci.yml'), 'utf8').catch(() => undefined)
  if (own !== undefined) return {}
  const all = {...inputs, ...more.inputs}
  const include = [{local: '/ci-templates/hive.gitlab-ci.yml', inputs: all}]
  const content = server === undefined ? JSON.stringify({include, ...more.pipeline}) : await renderedFor(server, all)
  return {'.gitlab-ci.yml': content}
}

async function renderedFor(server: string, inputs: Readonly<Record<string, unknown>>): Promise<string> {
  const given = Object.entries(inputs).map(([name, value]) => {
    return `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`
  })
  const source = {path: join(templates, 'hive.gitlab-ci.yml'), isTemplate: true}
  return renderPipeline({library: {project: templates, templates}, source, inputs: given, server, isOpen: false})
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
