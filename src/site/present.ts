/** An object whose keys either have a value or are not there. */
export type Present<T> = {readonly [Key in keyof T]?: Exclude<T[Key], undefined>}

/** The same object without the keys that have no value. */
export function present<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>
}
