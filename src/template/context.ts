/** What a template is evaluated against. */
export interface TemplateContext {
  /** The raw value of a variable, its own templates not evaluated. */
  lookup(name: string): {readonly found: boolean; readonly value?: unknown}
  /** Absolute path that relative paths in lookups start from. */
  readonly workingDirectory: string
  /** What `lookup('env', …)` sees and commands of `lookup('pipe', …)` inherit. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** A float the caller has, so that `1.0` stays `1.0` in a text. Plain whole numbers are taken for integers. */
export class Float {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

/** Text that is no template whatever it holds (YAML tag `!unsafe`). */
export class Unsafe {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/**
 * A mapping whose entries are asked for when a template reaches for them, as `hostvars` needs it. The values are final:
 * templates in them are not evaluated again.
 */
export class LazyMapping {
  readonly get: (key: string) => {readonly found: boolean; readonly value?: unknown}
  readonly keys: () => readonly string[]

  constructor(get: LazyMapping['get'], keys: LazyMapping['keys']) {
    this.get = get
    this.keys = keys
  }
}
