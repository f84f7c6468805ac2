/**
 * What a missing variable, attribute or item evaluates to. It may be asked whether it is defined and given a default;
 * any other use of it fails.
 */
export class Undefined {
  readonly typeName = 'AnsibleUndefined'
  /** What is missing, as the template's author knows it: `name`, `name.attribute`, `name[0]`. */
  readonly name: string
  /** Why it is undefined, one clause. */
  readonly reason: string
  /** The names that do exist at that place, where they are known. */
  readonly candidates: readonly string[]

  /** Whether it may be put out, as nothing: only what an `if` without `else` leaves is so mild. */
  readonly isMild: boolean = false

  constructor(name: string, reason: string = `'${name}' is undefined`, candidates: readonly string[] = []) {
    this.name = name
    this.reason = reason
    this.candidates = candidates
  }
}

/** What `a if b` is when `b` does not hold: undefined, but empty rather than an error where it is put out. */
export class MildUndefined extends Undefined {
  override readonly isMild = true

  constructor() {
    super('…', 'the condition of an `if` without `else` does not hold, so that there is no value')
  }
}
