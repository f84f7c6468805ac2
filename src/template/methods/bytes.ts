import type {Bytes} from '../value/bytes.ts'
import {type MethodTable, method} from './method-table.ts'

export const bytesMethods: MethodTable<Bytes> = {
  decode: method('encoding? errors?', bytes => bytes.content.toString('utf8')),
  hex: method('', bytes => bytes.content.toString('hex')),
}
