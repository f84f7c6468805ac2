import {readFileSync} from 'node:fs'
import {Failure, fail} from '../failure.ts'
import {strip} from '../text/strip.ts'
import {toText} from '../value/text.ts'
import {findFile} from './find-file.ts'
import type {Lookup} from './lookup.ts'

/** `lookup('file', path)`: the content of a file without the white space at its end. */
export const file: Lookup = {
  options: ['lstrip?', 'rstrip?'],
  run: (terms, options, {context}) =>
    terms.map(term => {
      const path = findFile(toText(term), 'files', context) ?? fail(`there is no file '${toText(term)}'`)
      const content = readText(path)
      const start = options.flag('lstrip') ? strip(content, undefined, 'left') : content
      return options.flag('rstrip', true) ? strip(start, undefined, 'right') : start
    }),
}

/** The content of a file. Throws `Failure` when it cannot be read. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Failure(`the file ${path} cannot be read (${error instanceof Error ? error.message : error})`, {
      cause: error,
    })
  }
}
