import {posix} from 'node:path'
import {fail} from '../failure.ts'
import type {Arguments} from '../run/arguments.ts'
import {Dict} from '../value/dict.ts'
import {none} from '../value/none.ts'
import {asText, toText} from '../value/text.ts'
import {isTrue} from '../value/truth.ts'
import type {Value} from '../value/value.ts'
import {findFile} from './find-file.ts'
import type {Lookup} from './lookup.ts'

/** `lookup('first_found', …)`: the first of several files that exists. */
export const firstFound: Lookup = {
  options: ['files?', 'paths?', 'skip?'],
  run(terms, options, machine) {
    const search = terms.map(term => candidatesOf(term, options))
    for (const path of search.flatMap(({paths}) => paths)) {
      const found = findFile(path, 'files', machine.context)
      if (found !== undefined) return [found]
    }
    return search.at(-1)?.skips ? [] : fail(`none of the files ${describe(search)} exists`)
  },
}

interface Search {
  readonly paths: readonly string[]
  readonly skips: boolean
}

function candidatesOf(term: Value, options: Arguments): Search {
  if (Array.isArray(term)) {
    const parts = term.map(item => candidatesOf(item, options))
    return {paths: parts.flatMap(part => part.paths), skips: parts.at(-1)?.skips ?? false}
  }
  const read = (name: string) => (term instanceof Dict ? (term.get(name) ?? none) : options.raw(name, none))
  const files = partsOf(read('files'), /[,;]/)
  const folders = partsOf(read('paths'), /[,:;]/)
  const paths = folders.length > 0 ? folders.flatMap(folder => files.map(name => posix.join(folder, name))) : files
  const own = paths.length > 0 || term instanceof Dict ? paths : [toText(term)]
  return {paths: own, skips: isTrue(read('skip'))}
}

function partsOf(value: Value, separator: RegExp): string[] {
  if (Array.isArray(value)) return value.flatMap(item => partsOf(item, separator))
  return asText(value)?.split(separator) ?? []
}

function describe(search: readonly Search[]): string {
  return search.flatMap(({paths}) => paths).join(', ')
}
