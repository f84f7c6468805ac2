import {randomInt} from 'node:crypto'
import {hashSync} from 'bcryptjs'
import {cryptBase64, shaCrypt} from '../crypt/sha-crypt.ts'
import {fail} from '../failure.ts'
import {type FilterTable, routine} from '../run/routine.ts'
import {none} from '../value/none.ts'
import {asText, toText} from '../value/text.ts'

/** The counts of rounds that Ansible takes with passlib. */
const defaultRounds = {sha512: 656_000, sha256: 535_000} as const

/** The filter that hashes passwords for `/etc/shadow` and the like. */
export const passwordFilters: FilterTable = {
  password_hash: routine('hashtype? salt? salt_size? rounds? ident?', (input, args) => {
    const password = asText(input) ?? fail('password_hash needs text')
    const type = args.text('hashtype', 'sha512').replace(/_crypt$/, '')
    const salt = args.value('salt', none)
    const rounds = args.value('rounds', none) === none ? undefined : args.integer('rounds')
    if (type === 'blowfish' || type === 'bcrypt') {
      const ident = args.value('ident', none) === none ? '2b' : args.text('ident')
      return bcrypt(password, salt === none ? undefined : toText(salt), rounds ?? 12, ident)
    }
    if (type !== 'sha512' && type !== 'sha256') return fail(`the hash '${type}' is not supported by password_hash`)
    const size = args.integer('salt_size', 16)
    const given = {salt: salt === none ? randomText(size) : toText(salt), rounds: rounds ?? defaultRounds[type]}
    return shaCrypt(password, {type, ...given})
  }),
}

function bcrypt(password: string, salt: string | undefined, rounds: number, ident: string): string {
  const text = salt ?? randomText(22)
  if (!/^[./\dA-Za-z]{22}$/.test(text)) return fail('bcrypt needs a salt of 22 letters, digits, dots and slashes')
  return hashSync(password, `$2b$${String(rounds).padStart(2, '0')}$${text}`).replace(/^\$2b/, `$${ident}`)
}

function randomText(length: number): string {
  return Array.from({length}, () => cryptBase64[randomInt(cryptBase64.length)]).join('')
}
