/** The cause of a failure that came from something undefined. */
export class UndefinedVariable extends Error {
  override readonly name = 'UndefinedVariable'
  /** What does not exist, as the template writes it: `name`, or `name.attribute` when only the attribute is missing. */
  readonly variable: string
  /** Names that do exist at that place: for attributes only, variables are the caller's to list. */
  readonly candidates: readonly string[]

  constructor(variable: string, reason: string, candidates: readonly string[]) {
    super(reason)
    this.variable = variable
    this.candidates = candidates
  }
}
