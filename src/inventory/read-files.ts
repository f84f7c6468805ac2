import {extname} from 'node:path'
import {listInventoryFiles, type Place, readSource} from './list-files.ts'
import {type Problem, problemAt} from './problem.ts'
import {servicesFile} from './schema/services-file.ts'
import {type HiveFile, hiveFile} from './schema/stage.ts'
import type {ReadServices} from './services.ts'
import {SourceFile} from './source-file.ts'
import {syntaxProblem} from './syntax-problem.ts'
import {didYouMean, shown, validateFile} from './validate.ts'
import {valueAt} from './value-at.ts'

/** hive.yml as it was read. */
export interface ReadHive {
  readonly file: SourceFile
  readonly definition: HiveFile
}

/** What a file of the inventory directory holds, as far as it is right. */
export interface ReadFile {
  readonly hive?: ReadHive | undefined
  readonly services?: ReadServices | undefined
  readonly problems: readonly Problem[]
}

/** Reads and checks every file of the inventory directory, in Ansible's order. */
export async function readFiles(place: Place): Promise<readonly ReadFile[]> {
  const paths = await listInventoryFiles(place)
  return Promise.all(paths.map(path => readInventoryFile(place.rootDirectory, path)))
}

async function readInventoryFile(rootDirectory: string, path: string): Promise<ReadFile> {
  const file = await readSource(rootDirectory, path)
  if (!(file instanceof SourceFile)) return {problems: [file]}
  if (!['.yml', '.yaml'].includes(extname(path))) return {problems: [notInventory(file)]}
  if (file.problems.length > 0) return {problems: file.problems.map(problem => syntaxProblem(file, problem))}
  const plugin = valueAt(file.value, ['plugin'])
  if (plugin === 'hive_inventory') {
    const {value, problems} = validateFile(file, hiveFile)
    return {hive: value && {file, definition: value}, problems}
  }
  if (plugin === 'hive_services') {
    const {value, problems} = validateFile(file, servicesFile)
    return {services: value && {file, definition: value}, problems}
  }
  return {problems: [unknownPlugin(file, plugin)]}
}

function notInventory(file: SourceFile): Problem {
  const message =
    'files of the inventory end in .yml or .yaml: rename this one, or move it out of the inventory directory.'
  return {position: {file: file.name, line: 1, column: 1}, path: [], message}
}

function unknownPlugin(file: SourceFile, plugin: unknown): Problem {
  const known = ['hive_inventory', 'hive_services']
  if (plugin === undefined) {
    const message = 'this is required and missing; it should be hive_inventory or hive_services.'
    return {...problemAt({file, path: [], message}), path: ['plugin']}
  }
  const hint = typeof plugin === 'string' ? didYouMean(plugin, known) : ''
  return problemAt({
    file,
    path: ['plugin'],
    message: `should be hive_inventory or hive_services, got ${shown(plugin)}.${hint}`,
  })
}
