import {join} from 'node:path'
import type {RawVariable, RawVariables} from './entry.ts'
import {listVariableFiles, type Place, readSource} from './list-files.ts'
import {type Problem, problemAt} from './problem.ts'
import {SourceFile} from './source-file.ts'
import {syntaxProblem} from './syntax-problem.ts'
import {shown} from './validate.ts'
import {isMapping} from './value-at.ts'

export interface ReadVariables {
  readonly variables: ReadonlyMap<string, RawVariables>
  readonly problems: readonly Problem[]
}

/** Reads `group_vars` or `host_vars`: group or object -> its variables; later files of a directory win. */
export async function readVariables(place: Place, folder: 'group_vars' | 'host_vars'): Promise<ReadVariables> {
  const found = await listVariableFiles(join(place.directory, folder))
  const problems: Problem[] = []
  const variables = new Map<string, RawVariables>()
  for (const [name, paths] of found) {
    const merged = new Map<string, RawVariable>()
    for (const path of paths) {
      const file = await readSource(place.rootDirectory, path)
      const wrong = file instanceof SourceFile ? problemsOf(file) : [file]
      problems.push(...wrong)
      if (file instanceof SourceFile && wrong.length === 0) addVariables(merged, file)
    }
    variables.set(name, merged)
  }
  return {variables, problems}
}

function problemsOf(file: SourceFile): readonly Problem[] {
  if (file.text.startsWith('$ANSIBLE_VAULT;')) {
    const message =
      'this whole file is encrypted with ansible-vault, which hive can not open; encrypt single values with !vault, or read them with a lookup.'
    return [{position: file.position(0), path: [], message}]
  }
  if (file.problems.length > 0) return file.problems.map(problem => syntaxProblem(file, problem))
  if (file.value === null || isMapping(file.value)) return []
  return [problemAt({file, path: [], message: `should be a mapping of variables, got ${shown(file.value)}.`})]
}

function addVariables(variables: Map<string, RawVariable>, file: SourceFile): void {
  if (!isMapping(file.value)) return
  for (const [name, value] of Object.entries(file.value)) variables.set(name, {value, origin: {file, path: [name]}})
}
