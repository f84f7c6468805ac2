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

  constructor(name: string, reason: string = `'${name}' is undefined`, candidates: readonly string[] = []) {
    this.name = name
    this.reason = reason
    this.candidates = candidates
  }
}
