import {relative} from 'node:path'
import type {Place} from './list-files.ts'
import {isDomainName} from './names.ts'
import {type Problem, problemAt} from './problem.ts'
import type {ReadFile, ReadHive} from './read-files.ts'

/** The one file that describes the stages; undefined when there is none, or it is too broken to say anything. */
export function findHive(place: Place, files: readonly ReadFile[], problems: Problem[]): ReadHive | undefined {
  const [hive, ...others] = files.flatMap(({hive}) => hive ?? [])
  for (const {file} of others) {
    const message = `${hive?.file.name} describes the stages already; a project has one such file.`
    problems.push(problemAt({file, path: ['plugin'], message}))
  }
  if (!hive) {
    const isBroken = files.some(file => file.problems.length > 0)
    const directory = relative(place.rootDirectory, place.directory)
    const position = {file: `${directory}/hive.yml`, line: 1, column: 1}
    const message = 'there is no such file: describe the stages in it, with plugin: hive_inventory.'
    if (!isBroken) problems.push({position, path: [], message})
    return undefined
  }
  const {name} = hive.definition
  if (!isDomainName(name)) {
    const message = `${JSON.stringify(name)} can not be part of host names: use letters, digits, hyphens and dots.`
    problems.push(problemAt({file: hive.file, path: ['name'], message}))
  }
  return hive
}
