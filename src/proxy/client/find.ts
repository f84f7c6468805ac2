import {closest} from 'fastest-levenshtein'
import {HiveError} from '../../error.ts'
import type {ClientRules} from './rules.ts'
import {clients} from './table.ts'

/** The rules of a client by its name or one of its aliases. Throws USAGE with the nearest known name. */
export function findClient(name: string): ClientRules {
  const wanted = name.toLowerCase()
  const found = clients.find(client => namesOf(client).includes(wanted))
  if (found !== undefined) return found
  const known = clients.flatMap(namesOf)
  throw new HiveError('USAGE', `There are no rules for the client ${JSON.stringify(name)}.`, {
    suggestions: [`Did you mean ${closest(wanted, known)}?`, `Known are ${known.join(', ')}.`],
  })
}

function namesOf({name, aliases}: ClientRules): readonly string[] {
  return aliases === undefined ? [name] : [name, ...aliases.split(' ')]
}
