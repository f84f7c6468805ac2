import {existsSync} from 'node:fs'
import {readdir} from 'node:fs/promises'
import {findPackageJSON} from 'node:module'
import {basename, dirname, join} from 'node:path'
import {HiveError} from '@hive-ci/cli'

/** The directory of the templates that came with this hive. */
export function templatesDirectory(): string {
  const manifest = findPackageJSON('@hive-ci/cli', import.meta.url)
  if (manifest === undefined) throw new Error('@hive-ci/cli is not installed beside @hive-ci/gitlab')
  return join(dirname(manifest), 'ci-templates')
}

const ending = '.gitlab-ci.yml'

/** The file of the template with this name. @throws HiveError USAGE, with the names there are. */
export async function templateFile(name: string, directory: string): Promise<string> {
  const names = (await readdir(directory)).map(file => basename(file, ending)).toSorted()
  if (names.includes(name)) return join(directory, `${name}${ending}`)
  throw new HiveError('USAGE', `There is no template ${name}; this hive brings ${names.join(', ')}.`, {
    suggestions: ['A CI file of the project is told by the dot in its name.'],
  })
}

/** Whether the files of another project are hive's templates, which came with this hive as well. */
export function areTemplates(files: readonly string[], directory: string): boolean {
  return files.length > 0 && files.every(file => templateNamed(file, directory) !== undefined)
}

/** The template a path inside the project of the templates means: `ci-templates/NAME`, when this hive brings it. */
export function templateNamed(path: string, directory: string): string | undefined {
  const isTemplate = /^\/?ci-templates\/[\w.-]+\.yml$/.test(path)
  return isTemplate && existsSync(join(directory, basename(path))) ? basename(path) : undefined
}
