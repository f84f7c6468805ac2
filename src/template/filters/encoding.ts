import {createHash, getHashes} from 'node:crypto'
import {fail} from '../failure.ts'
import {type FilterTable, routine} from '../run/routine.ts'
import {quoteForShell} from '../text/shell-quote.ts'
import {Bytes} from '../value/bytes.ts'
import {none} from '../value/none.ts'
import {toText} from '../value/text.ts'
import type {Value} from '../value/value.ts'
import {uuidOf} from './uuid.ts'

/** Filters that encode and hash. */
export const encodingFilters: FilterTable = {
  b64encode: routine('encoding?', (input, args) => bytesOf(input, args.text('encoding', 'utf-8')).toString('base64')),
  b64decode: routine('encoding?', (input, args) =>
    Buffer.from(toText(input), 'base64').toString(encodingNamed(args.text('encoding', 'utf-8'))),
  ),
  md5: routine('', input => digest('md5', input)),
  sha1: routine('', input => digest('sha1', input)),
  checksum: routine('', input => digest('sha1', input)),
  hash: routine('hashtype?', (input, args) => digest(args.text('hashtype', 'sha1'), input)),
  to_uuid: routine('namespace?', (input, args) =>
    uuidOf(toText(input), args.text('namespace', '361E6D51-FAEC-444A-9079-341386DA8E2E')),
  ),
  quote: routine('', input => quoteForShell(input === none ? '' : toText(input))),
}

function digest(algorithm: string, input: Value): string {
  const name = algorithm
    .toLowerCase()
    .replace(/^sha3_/, 'sha3-')
    .replace(/^blake2([bs])$/, 'blake2$1')
  const known = {blake2b: 'blake2b512', blake2s: 'blake2s256'}[name] ?? name
  if (!getHashes().includes(known)) return fail(`the hash '${algorithm}' is not supported`)
  return createHash(known).update(bytesOf(input, 'utf-8')).digest('hex')
}

function bytesOf(value: Value, encoding: string): Buffer {
  return value instanceof Bytes ? value.content : Buffer.from(toText(value), encodingNamed(encoding))
}

function encodingNamed(name: string): BufferEncoding {
  const plain = name.toLowerCase().replaceAll(/[-_]/g, '')
  if (plain === 'utf8') return 'utf8'
  if (plain === 'ascii') return 'ascii'
  if (plain === 'latin1' || plain === 'iso88591') return 'latin1'
  return plain === 'utf16le' ? 'utf16le' : fail(`the encoding '${name}' is not supported`)
}
