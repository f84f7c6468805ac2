import {hash as digestOf} from 'node:crypto'
import {fail} from '../failure.ts'

/** The digits of crypt's base 64, from 0 to 63. */
export const cryptBase64 = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The count that the result does not name. */
const unnamedRounds = 5000

export interface ShaCryptOptions {
  readonly type: 'sha256' | 'sha512'
  readonly salt: string
  readonly rounds: number
}

/** SHA-crypt as glibc does it (specification by Ulrich Drepper): `$5$…` and `$6$…`. */
export function shaCrypt(password: string, {type, salt, rounds}: ShaCryptOptions): string {
  if (!/^[./\dA-Za-z]{0,16}$/.test(salt)) return fail('the salt has up to 16 letters, digits, dots and slashes')
  if (rounds < 1000 || rounds > 999_999_999) return fail('the rounds are at least 1000')
  const key = Buffer.from(password)
  const seed = Buffer.from(salt)
  const digest = stretch(key, seed, {type, rounds})
  const named = rounds === unnamedRounds ? '' : `rounds=${rounds}$`
  return `$${type === 'sha256' ? '5' : '6'}$${named}${salt}$${encode(digest)}`
}

interface Stretching {
  readonly type: 'sha256' | 'sha512'
  readonly rounds: number
}

function stretch(key: Buffer, salt: Buffer, {type, rounds}: Stretching): Buffer {
  const hash = (...parts: readonly Buffer[]) => digestOf(type, Buffer.concat(parts), 'buffer')
  const alternate = hash(key, salt, key)
  const bits = key.length === 0 ? [] : [...key.length.toString(2)].reverse()
  let digest = hash(key, salt, stretched(alternate, key.length), ...bits.map(bit => (bit === '1' ? alternate : key)))
  const keyPart = stretched(hash(...Array.from({length: key.length}, () => key)), key.length)
  const saltPart = stretched(hash(...Array.from({length: 16 + (digest[0] ?? 0)}, () => salt)), salt.length)
  for (let round = 0; round < rounds; round++) {
    const isOdd = round % 2 === 1
    const middle = [...(round % 3 ? [saltPart] : []), ...(round % 7 ? [keyPart] : [])]
    digest = hash(isOdd ? keyPart : digest, ...middle, isOdd ? digest : keyPart)
  }
  return digest
}

function stretched(source: Buffer, length: number): Buffer {
  const times = Math.ceil(length / source.length)
  return Buffer.concat(Array.from({length: times}, () => source)).subarray(0, length)
}

/** Three bytes a third of the digest apart become four digits; the order of the three rotates. */
function encode(digest: Buffer): string {
  const third = Math.floor(digest.length / 3)
  const step = digest.length === 64 ? 1 : 2
  const groups = Array.from({length: third}, (_, index) => {
    const offset = (index * step) % 3
    return [0, 1, 2].map(position => index + third * ((position + offset) % 3))
  })
  const whole = groups.map(([high = 0, middle = 0, low = 0]) => digits([digest[high], digest[middle], digest[low]], 4))
  const rest = digest.length === 64 ? digits([0, 0, digest[63]], 2) : digits([0, digest[31], digest[30]], 3)
  return whole.join('') + rest
}

function digits([high = 0, middle = 0, low = 0]: readonly (number | undefined)[], count: number): string {
  const value = (high << 16) | (middle << 8) | low
  return Array.from({length: count}, (_, index) => cryptBase64[(value >> (6 * index)) & 0x3f]).join('')
}
