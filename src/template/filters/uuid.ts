import {createHash} from 'node:crypto'
import {fail} from '../failure.ts'

/** The version 5 UUID of a name in a namespace. */
export function uuidOf(name: string, namespace: string): string {
  const digits = namespace.replace(/^urn:uuid:|[{}-]/g, '')
  if (!/^[\da-fA-F]{32}$/.test(digits)) return fail(`'${namespace}' is no UUID to use as a namespace`)
  const bytes = createHash('sha1').update(Buffer.from(digits, 'hex')).update(name).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
