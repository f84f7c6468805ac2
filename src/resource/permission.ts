import {HiveError} from '../error.ts'

/** Whose a file is and who may do what. */
export interface Permission {
  /** Octal digits, e.g. `0644`. */
  readonly mode?: string
  /** Name or number; `root` by default. */
  readonly owner?: string
  /** Name or number; `root` by default. */
  readonly group?: string
}

/** Mode, owner and group as three words for the prelude's functions. */
export function permissionWords({mode = '', owner = 'root', group = 'root'}: Permission): readonly string[] {
  // Roles of projects are not type-checked, and the number 0o644 would read as the digits 420.
  if (typeof mode !== 'string' || !/^[0-7]{3,4}$/.test(mode)) {
    throw new HiveError(
      'EXTENSION_INVALID',
      `The mode ${JSON.stringify(mode)} should be three or four octal digits, e.g. "0644".`,
    )
  }
  return [Number.parseInt(mode, 8).toString(8), owner, group]
}
