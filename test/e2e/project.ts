import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {execa, type ResultPromise} from 'execa'

const repository = join(import.meta.dirname, '../..')

/** A copy of an example with a name and addresses of its own, and the built `hive` to run in it. */
export interface Project {
  readonly directory: string
  /** Runs hive to its end; a failure is a result, not an exception. */
  hive(...argv: readonly string[]): ResultPromise<{reject: false; all: true; stdin: 'ignore'; cwd: string}>
  edit(file: string, change: (text: string) => string): Promise<void>
  remove(): Promise<void>
}

export interface ProjectOptions {
  readonly example: string
  readonly name: string
  readonly cidr: string
}

export async function copyExample({example, name, cidr}: ProjectOptions): Promise<Project> {
  const directory = await mkdtemp(join(tmpdir(), 'hive-e2e-'))
  await cp(join(repository, 'examples', example), directory, {
    recursive: true,
    filter: source => !source.endsWith('/.hive'),
  })
  const project: Project = {
    directory,
    hive: (...argv) =>
      execa(join(repository, 'bin/hive'), argv, {cwd: directory, reject: false, all: true, stdin: 'ignore'}),
    async edit(file, change) {
      const path = join(directory, file)
      await writeFile(path, change(await readFile(path, 'utf8')))
    },
    remove: () => rm(directory, {recursive: true, force: true}),
  }
  await project.edit('inventory/hive.yml', text =>
    text.replace(/^name: .*$/m, `name: ${name}`).replace(/cidr: \S+/, `cidr: ${cidr}`),
  )
  return project
}
