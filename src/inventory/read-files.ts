import {extname} from 'node:path'
import {listInventoryFiles, type Place, readSource} from './list-files.ts'
import {type Problem, problemAt} from './problem.ts'
import {servicesFile} from './schema/service.ts'
import {type HiveFile, hiveFile} from './schema/stage.ts'
import type {ReadServices} from './services-entries.ts'
import {SourceFile} from './source-file.ts'
import {didYouMean, shown, validateFile} from './validate.ts'
import {valueAt} from './value-at.ts'

/** hive.yml as it was read. */
export interface ReadHive {
  readonly file: SourceFile
  readonly definition: HiveFile
}

export type ReadFile =
  | {readonly hive: ReadHive}
  | {readonly services: ReadServices}
  | {readonly problems: readonly Problem[]}

/** Reads and checks every file of the inventory directory, in Ansible's order. */
export async function readFiles(place: Place): Promise<readonly ReadFile[]> {
  const paths = await listInventoryFiles(place)
  return Promise.all(paths.map(path => readInventoryFile(place.rootDirectory, path)))
}

/** What the YAML reader had to say, as problems. */
export function syntaxProblems(file: SourceFile): readonly Problem[] {
  return file.problems.map(({offset, message}) => {
    const position = file.position(offset)
    const sentence = `this is not valid YAML: ${message.replace(/\.$/, '')}.`
    return {position, path: [], message: sentence, line: file.line(position.line)}
  })
}

async function readInventoryFile(rootDirectory: string, path: string): Promise<ReadFile> {
  const file = await readSource(rootDirectory, path)
  if (!(file instanceof SourceFile)) return {problems: [file]}
  if (!['.yml', '.yaml'].includes(extname(path))) return {problems: [notInventory(file)]}
  if (file.problems.length > 0) return {problems: syntaxProblems(file)}
  const plugin = valueAt(file.value, ['plugin'])
  if (plugin === 'hive_inventory') {
    const result = validateFile(file, hiveFile)
    return 'value' in result ? {hive: {file, definition: result.value}} : result
  }
  if (plugin === 'hive_services') {
    const result = validateFile(file, servicesFile)
    return 'value' in result ? {services: {file, definition: result.value}} : result
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
