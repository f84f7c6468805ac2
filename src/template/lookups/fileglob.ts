import {globSync, statSync} from 'node:fs'
import {posix} from 'node:path'
import {toText} from '../value/text.ts'
import {absolutePath, findFile} from './find-file.ts'
import type {Lookup} from './lookup.ts'

/** `query('fileglob', pattern)`: the files of one folder that match a pattern. */
export const fileglob: Lookup = {
  options: [],
  run: (terms, _options, {context}) =>
    terms.flatMap(term => {
      const pattern = toText(term)
      const folder = posix.dirname(pattern)
      const found = pattern.includes('/') ? findFile(folder, 'files', context) : undefined
      const folders = pattern.includes('/') ? [found] : [absolutePath('files', context), absolutePath('.', context)]
      const results = folders.map(base => (base === undefined ? [] : filesIn(base, posix.basename(pattern))))
      return results.find(files => files.length > 0) ?? []
    }),
}

function filesIn(folder: string, pattern: string): string[] {
  const names = globSync(pattern, {cwd: folder}).sort()
  return names.map(name => posix.join(folder, name)).filter(path => statSync(path).isFile())
}
