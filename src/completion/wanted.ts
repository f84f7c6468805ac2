import type {OptionShape, Surface} from '../argv.ts'

/** Names that only the project can tell. */
export type NameKind = 'hosts' | 'services' | 'volumes' | 'roles' | 'variables'

/** What may stand where the cursor is. */
export interface Wanted {
  /** Ready candidates. */
  readonly words: readonly string[]
  /** Names to be looked up, which are candidates too. */
  readonly names?: NameKind
  /** What is before the candidate in the same word: `a,` of a comma list, `--stage=`. */
  readonly prefix: string
  /** Values of the options that were typed before, by name. */
  readonly given: ReadonlyMap<string, string>
}

/** Commands whose `--limit-target` does not name services. */
const limits: Readonly<Record<string, NameKind>> = {
  'build-infra': 'hosts',
  'setup-hosts': 'hosts',
  'build-volumes': 'volumes',
}

const optionNames: Readonly<Record<string, NameKind>> = {
  'limit-server': 'hosts',
  'ssh-host': 'hosts',
  host: 'hosts',
  tags: 'roles',
  shell: 'services',
}

/** What the last word of a command line, as far as it is typed, may become. */
export function wanted(words: readonly string[], surface: Surface): Wanted {
  const last = words.at(-1) ?? ''
  const {command, option, given} = read(words.slice(0, -1), surface)
  const options = command === undefined ? surface.globals : (surface.commands.get(command) ?? [])
  if (option !== undefined) return {...optionValue(option, command, last), given}
  const [spelling = '', value = ''] = last.split(/=(.*)/)
  const joined = last.includes('=') ? options.find(candidate => spellings(candidate).includes(spelling)) : undefined
  if (joined !== undefined) {
    const offered = optionValue(joined, command, value)
    return {...offered, prefix: `${spelling}=${offered.prefix}`, given}
  }
  if (last.startsWith('-')) return {words: options.map(({name: option}) => `--${option}`), prefix: '', given}
  if (command === undefined) return {words: [...surface.commands.keys()].map(spaced), prefix: '', given}
  return {...argumentOf(command, words, surface), prefix: '', given}
}

interface Reading {
  readonly command?: string
  /** The option whose value comes next. */
  readonly option?: OptionShape
  readonly given: ReadonlyMap<string, string>
}

function read(words: readonly string[], surface: Surface): Reading {
  const given = new Map<string, string>()
  let command: string | undefined
  let option: OptionShape | undefined
  for (const word of words) {
    // bash makes a word of the equals sign between an option and its value.
    if (option !== undefined && word === '=') continue
    if (option !== undefined) {
      given.set(option.name, word)
      option = undefined
    } else if (word.startsWith('-')) {
      const options = command === undefined ? surface.globals : (surface.commands.get(command) ?? [])
      option = options.find(candidate => candidate.takesValue && spellings(candidate).includes(word))
    } else command ??= surface.commands.has(word) ? word : undefined
  }
  return {given, ...(command !== undefined && {command}), ...(option !== undefined && {option})}
}

function spellings({name, char, aliases}: OptionShape): string[] {
  const long = [name, ...aliases].flatMap(spelling => [`--${spelling}`, `--${spelling.replaceAll('-', '_')}`])
  return char === undefined ? long : [`-${char}`, ...long]
}

function optionValue(option: OptionShape, command: string | undefined, typed: string): Omit<Wanted, 'given'> {
  if (option.values !== undefined) return {words: option.values, prefix: ''}
  const names = option.name === 'limit-target' ? (limits[command ?? ''] ?? 'services') : optionNames[option.name]
  if (names === undefined) return {words: [], prefix: ''}
  return {words: [], names, prefix: typed.slice(0, typed.lastIndexOf(',') + 1)}
}

function argumentOf(command: string, words: readonly string[], surface: Surface): Pick<Wanted, 'words' | 'names'> {
  if (command === 'help') return {words: [...surface.commands.keys()].map(spaced)}
  if (command === 'completion') return {words: ['bash', 'zsh', 'fish']}
  if (command === 'set' && words.at(-2) === 'set') return {words: [], names: 'variables'}
  return {words: []}
}

function spaced(id: string): string {
  return id.replaceAll(':', ' ')
}
