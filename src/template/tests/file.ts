import {lstatSync, type Stats, statSync} from 'node:fs'
import {posix} from 'node:path'
import {fail} from '../failure.ts'
import type {Machine} from '../run/machine.ts'
import {routine, type Test, type TestTable} from '../run/routine.ts'
import {asText} from '../value/text.ts'
import {typeName} from '../value/type-name.ts'
import type {Value} from '../value/value.ts'

/** Tests on files of the machine that evaluates the template. */
export const fileTests: TestTable = {
  ...named(['exists'], path => statusOf(path) !== undefined),
  ...named(['link_exists'], path => linkOf(path) !== undefined),
  ...named(['file', 'is_file'], path => statusOf(path)?.isFile() ?? false),
  ...named(['directory', 'is_dir'], path => statusOf(path)?.isDirectory() ?? false),
  ...named(['link', 'is_link'], path => linkOf(path)?.isSymbolicLink() ?? false),
  ...named(['mount', 'is_mount'], isMount),
  abs: routine('', value => textOf(value).startsWith('/')),
  is_abs: routine('', value => textOf(value).startsWith('/')),
  same_file: routine('other', (value, args, machine) =>
    isSame(pathOf(value, machine), pathOf(args.value('other'), machine)),
  ),
  is_same_file: routine('other', (value, args, machine) =>
    isSame(pathOf(value, machine), pathOf(args.value('other'), machine)),
  ),
}

function named(names: readonly string[], holds: (path: string) => boolean): TestTable {
  const test: Test = routine('', (value, _args, machine) => holds(pathOf(value, machine)))
  return Object.fromEntries(names.map(name => [name, test]))
}

function pathOf(value: Value, {context}: Machine): string {
  return posix.resolve(context.workingDirectory, textOf(value))
}

function textOf(value: Value): string {
  return asText(value) ?? fail(`a path is needed, got ${typeName(value)}`)
}

function statusOf(path: string): Stats | undefined {
  return statSync(path, {throwIfNoEntry: false})
}

function linkOf(path: string): Stats | undefined {
  return lstatSync(path, {throwIfNoEntry: false})
}

function isMount(path: string): boolean {
  const own = linkOf(path)
  const parent = statusOf(posix.dirname(path))
  if (!own || own.isSymbolicLink() || !parent) return false
  return own.dev !== parent.dev || own.ino === parent.ino
}

function isSame(left: string, right: string): boolean {
  const [one, other] = [statusOf(left), statusOf(right)]
  if (!one || !other) return fail(`${one ? right : left} does not exist`)
  return one.dev === other.dev && one.ino === other.ino
}
