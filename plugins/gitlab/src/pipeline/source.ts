import {glob, readFile} from 'node:fs/promises'
import {join, relative} from 'node:path'
import {HiveError, reasonOf} from '@hive-ci/cli'
import type {Place} from './node.ts'
import {pipelineError} from './problem.ts'
import {type CiFile, readCiFile} from './read.ts'
import {templateNamed} from './templates.ts'

/** Where files of a pipeline are read from: the project, and the templates that came with hive. */
export interface Library {
  readonly project: string
  readonly templates: string
}

/** A file, and whether the files it includes are looked for among the templates. */
export interface Source {
  readonly path: string
  readonly isTemplate: boolean
}

/** The files a local include means; a path may hold `*`. @throws HiveError when there is none. */
export async function localSources(
  path: string,
  from: Source,
  library: Library,
  place: Place,
): Promise<readonly Source[]> {
  if (from.isTemplate) return [templateSource(path, library, place)]
  const pattern = path.replace(/^\//, '')
  const found = (await Array.fromAsync(glob(pattern, {cwd: library.project}))).sort()
  if (found.length === 0) throw pipelineError(place, `There is no file ${path} in the project.`)
  return found.map(file => ({path: join(library.project, file), isTemplate: false}))
}

/** @throws HiveError when this hive brings no such template. */
export function templateSource(path: string, library: Library, place: Place): Source {
  const name = templateNamed(path, library.templates)
  if (name === undefined) throw pipelineError(place, `This hive brings no template ${path}.`)
  return {path: join(library.templates, name), isTemplate: true}
}

/** @throws HiveError for a file that cannot be read or is no YAML. */
export async function readSource({path, isTemplate}: Source, library: Library): Promise<CiFile> {
  const directory = isTemplate ? library.templates : library.project
  const shown = `${isTemplate ? 'ci-templates/' : ''}${relative(directory, path)}`
  return readCiFile(await readFile(path, 'utf8').catch(refuse(shown)), shown)
}

function refuse(shown: string): (error: unknown) => never {
  return error => {
    throw new HiveError('USAGE', `${shown} cannot be read: ${reasonOf(error)}.`, {
      cause: error,
      suggestions: ['Run this in the directory of the project, name that with --root-dir, or name another file.'],
    })
  }
}
