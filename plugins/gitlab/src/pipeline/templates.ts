import {existsSync} from 'node:fs'
import {findPackageJSON} from 'node:module'
import {basename, dirname, join} from 'node:path'

/** The directory of the templates that came with this hive. */
export function templatesDirectory(): string {
  const manifest = findPackageJSON('@hive-ci/cli', import.meta.url)
  if (manifest === undefined) throw new Error('@hive-ci/cli is not installed beside @hive-ci/gitlab')
  return join(dirname(manifest), 'ci-templates')
}

/** The template a path inside the project of the templates means: `ci-templates/NAME`, when this hive brings it. */
export function templateNamed(path: string, directory: string): string | undefined {
  const isTemplate = /^\/?ci-templates\/[\w.-]+\.yml$/.test(path)
  return isTemplate && existsSync(join(directory, basename(path))) ? basename(path) : undefined
}
