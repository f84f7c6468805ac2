import {closest, distance} from 'fastest-levenshtein'
import {HiveError} from '../error.ts'
import {type Variable, variables} from './table.ts'

/**
 * The variable of that name.
 * @throws HiveError VARIABLE_INVALID that names the nearest known variable.
 */
export function findVariable(name: string): Variable {
  const variable = variables.find(candidate => candidate.name === name)
  if (variable) return variable
  const nearest = closest(
    name,
    variables.map(candidate => candidate.name),
  )
  const suggestions = distance(name, nearest) <= 4 ? [`Did you mean ${nearest}?`] : []
  throw new HiveError('VARIABLE_INVALID', `There is no variable named ${JSON.stringify(name)}.`, {suggestions})
}
