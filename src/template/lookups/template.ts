import {fail} from '../failure.ts'
import {Dict} from '../value/dict.ts'
import {NativeText} from '../value/marked-text.ts'
import {toText} from '../value/text.ts'
import {readText} from './file.ts'
import {findFile} from './find-file.ts'
import type {Lookup} from './lookup.ts'

/** `lookup('template', path)`: the content of a file, evaluated as a template. */
export const template: Lookup = {
  options: ['convert_data?', 'template_vars?'],
  run: (terms, options, machine) =>
    terms.map(term => {
      const path =
        findFile(toText(term), 'templates', machine.context) ?? fail(`there is no template '${toText(term)}'`)
      const given = options.raw('template_vars', new Dict())
      const entries = given instanceof Dict ? given.entries() : fail('template_vars needs a mapping')
      const variables = new Map([
        ['ansible_managed', 'Ansible managed'] as const,
        ...entries.map(([name, value]) => [toText(name), value] as const),
      ])
      const convert = options.flag('convert_data', true)
      const value = machine.template(readText(path), {variables, convert, literalBackslashes: false})
      return convert ? value : new NativeText(toText(value))
    }),
}
