import {Secret} from './secret.ts'

/** A piece of POSIX shell in which every hole has been quoted. Only {@link sh}, {@link raw} and the joiners make one. */
export class Shell {
  readonly #text: string
  /** The secrets the text holds: such text may travel on stdin only, and these values are struck out of all output. */
  readonly secrets: readonly Secret[]

  constructor(text: string, secrets: readonly Secret[]) {
    this.#text = text
    this.secrets = secrets
  }

  get isSecret(): boolean {
    return this.secrets.length > 0
  }

  /** The shell text, secrets included: for the wire, never for a log. */
  get text(): string {
    return this.#text
  }

  toString(): string {
    return this.isSecret ? '***' : this.#text
  }

  toJSON(): string {
    return this.toString()
  }
}

/** What may fill a hole: text and numbers become one quoted word, lists several, `Shell` is put in as it is. */
export type Hole = string | number | Secret | Shell | readonly (string | number)[]

/** Makes shell text; every hole becomes quoted words, so no value can end a word or start a command. */
export function sh(strings: TemplateStringsArray, ...holes: readonly Hole[]): Shell {
  const text = strings.map((part, index) => {
    const hole = holes[index]
    return hole === undefined ? part : part + render(hole)
  })
  return new Shell(text.join(''), holes.flatMap(secretsOf))
}

/** Shell text that is used as it stands. For constants of ours only; grep for it when reviewing. */
export function raw(text: string): Shell {
  return new Shell(text, [])
}

/** Commands run one after the other, the first failure ends the sequence. Falsy members are left out. */
export function sequence(...parts: readonly (Shell | false | undefined)[]): Shell {
  return join(parts, ' &&\n')
}

/** Holds when every part holds: the usual `check` of a resource. Falsy members are left out. */
export function every(...parts: readonly (Shell | false | undefined)[]): Shell {
  return join(parts, ' &&\n')
}

/** The parts under each other, whatever each one's exit status. Falsy members are left out. */
export function lines(...parts: readonly (Shell | false | undefined)[]): Shell {
  const present = parts.filter(part => part instanceof Shell)
  return new Shell(present.map(part => part.text).join('\n'), present.flatMap(secretsOf))
}

function join(parts: readonly (Shell | false | undefined)[], glue: string): Shell {
  const present = parts.filter(part => part instanceof Shell)
  if (present.length === 0) return raw(':')
  if (present.length === 1) return lines(...present)
  return new Shell(present.map(part => `{ ${part.text}\n}`).join(glue), present.flatMap(secretsOf))
}

/** One word in single quotes (POSIX 2.2.2); a NUL cannot be carried by any shell and is refused. */
export function quote(value: string | number): string {
  const text = String(value)
  if (text.includes('\0')) throw new TypeError('a shell word cannot contain a NUL character')
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function render(hole: Hole): string {
  if (hole instanceof Shell) return hole.text
  if (hole instanceof Secret) return quote(hole.reveal())
  if (typeof hole === 'object') return hole.map(quote).join(' ')
  return quote(hole)
}

function secretsOf(hole: Hole): readonly Secret[] {
  if (hole instanceof Shell) return hole.secrets
  return hole instanceof Secret ? [hole] : []
}
