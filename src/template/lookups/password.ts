import type {TemplateContext} from '../context.ts'
import {fail} from '../failure.ts'
import {randomSource} from '../random/source.ts'
import type {Arguments} from '../run/arguments.ts'
import {strip} from '../text/strip.ts'
import {elementsOf} from '../value/iterate.ts'
import {none} from '../value/none.ts'
import {asText, toText} from '../value/text.ts'
import type {Value} from '../value/value.ts'
import {absolutePath} from './find-file.ts'
import type {Lookup} from './lookup.ts'
import {keepPassword, readPassword} from './password-file.ts'
import {splitTerm} from './split-term.ts'

/**
 * `lookup('password', 'path length=20 chars=ascii_letters,digits')`: the password in a file; when there is no file it is
 * made and kept there (mode 0600). Of `/dev/null` a new one each time.
 */
export const password: Lookup = {
  options: ['length?', 'chars?', 'encrypt?', 'ident?', 'seed?'],
  run: (terms, options, {context}) => terms.map(term => passwordOf(toText(term), options, context)),
}

const known = ['length', 'chars', 'encrypt', 'ident', 'seed']

function passwordOf(term: string, options: Arguments, context: TemplateContext): string {
  const {head, options: inline} = splitTerm(term)
  const surplus = Object.keys(inline).find(name => !known.includes(name))
  if (surplus !== undefined) fail(`it does not know the parameter '${surplus}'`)
  const read = (name: string): Value => inline[name] ?? options.raw(name, none)
  if (read('encrypt') !== none) fail("the parameter 'encrypt' is not supported; use the filter password_hash")
  const path = absolutePath(head, context)
  const generate = () => generated(Number(toText(read('length') === none ? '20' : read('length'))), read)
  if (path === '/dev/null') return generate()
  // The content may carry a salt of `encrypt` behind the password.
  const content = readPassword(path) ?? keepPassword(path, generate())
  return strip(content, undefined, 'right').replace(/ salt=[\s\S]*$/, '')
}

function generated(length: number, read: (name: string) => Value): string {
  if (!Number.isInteger(length) || length < 1) return fail('the length of a password is a number of at least one')
  const candidates = candidatesOf(read('chars'))
  if (candidates.length === 0) return fail('there are no characters to make a password of')
  const source = randomSource(read('seed'))
  return Array.from({length}, () => candidates[source.below(candidates.length)]).join('')
}

const lowercase = 'abcdefghijklmnopqrstuvwxyz'
const digits = '0123456789'
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
const whitespace = ' \t\n\r\v\f'

/** Python's names of sets of characters. */
const sets: Readonly<Record<string, string>> = {
  ascii_letters: lowercase + lowercase.toUpperCase(),
  ascii_lowercase: lowercase,
  ascii_uppercase: lowercase.toUpperCase(),
  digits,
  hexdigits: `${digits}abcdefABCDEF`,
  octdigits: '01234567',
  punctuation,
  whitespace,
  printable: digits + lowercase + lowercase.toUpperCase() + punctuation + whitespace,
}

function candidatesOf(chars: Value): string[] {
  const specs = chars === none ? ['ascii_letters', 'digits', '.,:-_'] : specsOf(chars)
  return [
    ...specs
      .map(spec => sets[spec] ?? spec)
      .join('')
      .replaceAll(/["']/g, ''),
  ]
}

/** Names and literals separated by commas; a doubled comma is a comma itself. */
function specsOf(chars: Value): string[] {
  const text = asText(chars)
  if (text === undefined) return elementsOf(chars).map(toText)
  const names = text
    .replaceAll(',,', ',')
    .split(',')
    .filter(name => name !== '')
  return text.includes(',,') ? [',', ...names] : names
}
