import {HiveError} from './error.ts'
import {nearest} from './nearest.ts'

/** What has to be known of an option to move and complete it. */
export interface OptionShape {
  readonly name: string
  readonly char?: string
  readonly takesValue: boolean
  readonly aliases: readonly string[]
  /** The only values it takes, where they are known. */
  readonly values?: readonly string[]
}

/** The options of every command, by command id (`a:b` for `hive a b`), and those that may stand before the command. */
export interface Surface {
  readonly globals: readonly OptionShape[]
  readonly commands: ReadonlyMap<string, readonly OptionShape[]>
}

/**
 * Turns a hive-builder command line (hive-inventory.md section 2) into one oclif understands: options before the command
 * move behind it, underscores in long options become dashes, unambiguous abbreviations are completed. Everything behind
 * `--` stays as it is.
 *
 * Throws `HiveError` USAGE for an unknown command or option, naming the nearest known one.
 */
export function normalizeArgv(argv: readonly string[], surface: Surface): readonly string[] {
  if (isForHelp(argv)) return argv
  const before = splitOptions(argv, surface.globals, 'hive')
  const id = commandId(before.rest, surface)
  const words = id.split(':')
  const options = surface.commands.get(id)
  const own = before.rest.slice(words.length)
  return [...words, ...before.options, ...(options ? completeOptions(own, options, `hive ${words.join(' ')}`) : own)]
}

function isForHelp(argv: readonly string[]): boolean {
  return argv.length === 0 || ['--version', '--help', '-h'].includes(argv[0] ?? '')
}

/** Takes the options from the front of a command line. */
function splitOptions(argv: readonly string[], known: readonly OptionShape[], where: string) {
  let end = 0
  while (argv[end]?.startsWith('-')) end += takesNext(argv[end] ?? '', known, where) ? 2 : 1
  return {options: completeOptions(argv.slice(0, end), known, where), rest: argv.slice(end)}
}

function commandId(words: readonly string[], surface: Surface): string {
  const [first] = words
  if (first === undefined) throw new HiveError('USAGE', 'No command was given. Run "hive --help" for the list.')
  const ids = [...surface.commands.keys()]
  const [found] = ids
    .filter(id => id.split(':').every((word, index) => word === words[index]))
    .toSorted((a, b) => b.length - a.length)
  if (found !== undefined) return found
  if (ids.some(id => id.startsWith(`${first}:`))) return first
  throw new HiveError('USAGE', `Unknown command "${first}".${didYouMean(first, ids)} Run "hive --help" for the list.`)
}

function completeOptions(argv: readonly string[], known: readonly OptionShape[], where: string): string[] {
  const completed: string[] = []
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? ''
    if (word === '--') return [...completed, ...argv.slice(index)]
    completed.push(completeWord(word, known, where))
    const next = argv[index + 1]
    if (word.startsWith('-') && takesNext(word, known, where) && next !== undefined) {
      completed.push(next)
      index++
    }
  }
  return completed
}

function completeWord(word: string, known: readonly OptionShape[], where: string): string {
  if (!word.startsWith('--')) return word
  const {name, value} = splitLong(word)
  const option = findLong(name, known, where)
  return option === undefined ? word : `--${option.name}${value}`
}

/** Whether the word after this one is its value. */
function takesNext(word: string, known: readonly OptionShape[], where: string): boolean {
  if (word.startsWith('--')) {
    const {name, value} = splitLong(word)
    return value === '' && findLong(name, known, where)?.takesValue === true
  }
  for (const [index, char] of [...word.slice(1)].entries()) {
    const option = findShort(char, known, where)
    if (option?.takesValue) return index === word.length - 2
  }
  return false
}

function splitLong(word: string): {readonly name: string; readonly value: string} {
  const equals = word.indexOf('=')
  const name = equals < 0 ? word.slice(2) : word.slice(2, equals)
  return {name: name.replaceAll('_', '-'), value: equals < 0 ? '' : word.slice(equals)}
}

function findLong(name: string, known: readonly OptionShape[], where: string): OptionShape | undefined {
  const named = (option: OptionShape, holds: (spelling: string) => boolean) =>
    [option.name, ...option.aliases].some(holds)
  const exact = known.find(option => named(option, spelling => spelling === name))
  if (exact !== undefined || name === 'help') return exact
  const candidates = known.filter(option => named(option, spelling => spelling.startsWith(name)))
  if (candidates.length === 1) return candidates[0]
  if (candidates.length > 1) throw ambiguous(name, candidates, where)
  throw unknownOption(`--${name}`, known, where)
}

function findShort(char: string, known: readonly OptionShape[], where: string): OptionShape | undefined {
  const found = known.find(option => option.char === char)
  if (found === undefined && char !== 'h') throw unknownOption(`-${char}`, known, where)
  return found
}

function ambiguous(name: string, candidates: readonly OptionShape[], where: string): HiveError {
  const names = candidates.map(option => `--${option.name}`).join(', ')
  return new HiveError('USAGE', `Option --${name} of "${where}" is ambiguous: it could be ${names}.`)
}

function unknownOption(option: string, known: readonly OptionShape[], where: string): HiveError {
  const hint = option.startsWith('--')
    ? didYouMean(
        option,
        known.map(shape => `--${shape.name}`),
      )
    : ''
  return new HiveError('USAGE', `"${where}" has no option ${option}.${hint} Run "${where} --help" for the list.`)
}

function didYouMean(word: string, known: readonly string[]): string {
  const found = nearest(word, known)
  return found === undefined ? '' : ` Did you mean ${found.replaceAll(':', ' ')}?`
}
