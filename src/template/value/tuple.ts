import type {Value} from './value.ts'

/** An immutable sequence, written `(a, b)`. `names` makes the items attributes too, as a named tuple has them. */
export class Tuple {
  readonly typeName = 'tuple'
  readonly items: readonly Value[]
  readonly names: readonly string[]

  constructor(items: readonly Value[], names: readonly string[] = []) {
    this.items = items
    this.names = names
  }
}
