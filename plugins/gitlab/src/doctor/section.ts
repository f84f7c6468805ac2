/** What was found out about one matter, and what is wrong with it, both in lines for people. */
export interface Section {
  readonly title: string
  readonly facts: readonly string[]
  /** What makes the job fail sooner or later; whole sentences that say what to do. */
  readonly problems: readonly string[]
  /** What may make it fail. */
  readonly warnings: readonly string[]
}

export type Environment = Readonly<Record<string, string | undefined>>

/** The value of a variable by its upper case name, else by its lower case one; empty counts as not there. */
export function eitherCase(environment: Environment, name: string): string | undefined {
  return environment[name] || environment[name.toLowerCase()] || undefined
}

/** A URL without the password in it. */
export function withoutPassword(url: string): string {
  return url.replace(/^([a-z]+:\/\/)?[^/@]*@/i, (_, scheme: string | undefined) => `${scheme ?? ''}***@`)
}
