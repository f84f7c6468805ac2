import {fail} from '../failure.ts'
import {type FilterTable, routine} from '../run/routine.ts'
import {escapeHtml} from '../text/escape-html.ts'
import {Dict} from '../value/dict.ts'
import {Markup} from '../value/marked-text.ts'
import {none} from '../value/none.ts'
import {asText, toText} from '../value/text.ts'
import {typeName} from '../value/type-name.ts'
import {Undefined} from '../value/undefined.ts'
import type {Value} from '../value/value.ts'

const entities: Readonly<Record<string, string>> = {amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0'}

const escaping = routine('', (input: Value) =>
  input instanceof Markup ? input : new Markup(escapeHtml(toText(input))),
)

/** Filters on HTML and XML. Nothing is escaped by itself. */
export const htmlFilters: FilterTable = {
  escape: escaping,
  e: escaping,
  forceescape: routine('', input => new Markup(escapeHtml(toText(input)))),
  safe: routine('', input => new Markup(toText(input))),
  striptags: routine('', input => {
    const text = toText(input)
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(/<.*?>/gs, '')
    return text
      .split(/\s+/)
      .filter(word => word !== '')
      .join(' ')
      .replace(/&(#x?[\da-fA-F]+|\w+);/g, unescapeEntity)
  }),
  xmlattr: routine('autospace?', (input, args) => {
    if (!(input instanceof Dict)) return fail(`xmlattr needs a mapping, got ${typeName(input)}`)
    const present = input.entries().filter(([, value]) => value !== none && !(value instanceof Undefined))
    const text = present
      .map(
        ([key, value]) =>
          `${escapeHtml(nameOf(key))}="${value instanceof Markup ? value.text : escapeHtml(toText(value))}"`,
      )
      .join(' ')
    return text !== '' && args.flag('autospace', true) ? ` ${text}` : text
  }),
}

function nameOf(key: Value): string {
  const name = asText(key) ?? fail('an attribute needs a name')
  return /[\s/>=]/.test(name) ? fail(`'${name}' cannot be the name of an attribute`) : name
}

function unescapeEntity(whole: string, name: string): string {
  if (!name.startsWith('#')) return entities[name] ?? whole
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return String.fromCodePoint(code)
}
