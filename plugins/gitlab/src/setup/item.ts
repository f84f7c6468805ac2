import type {Call} from '../api/send.ts'
import type {ListName} from './settings.ts'

/** An entry of one of a project's lists, as GitLab tells it. */
export type Entry = Readonly<Record<string, unknown>>

/** A request below the project. */
export interface Write {
  readonly method: Call['method']
  readonly path: string
  readonly body?: object
}

/** Something of a project's settings as it should be. What is compared is text, as a reader is told it. */
export interface Item {
  /** Of the change: `schedule:hive: look for drift`. */
  readonly id: string
  /** The list it is an entry of. */
  readonly list: ListName
  isIt(entry: Entry): boolean
  readonly wanted: Readonly<Record<string, string>>
  /** The same attributes of the entry that is there. */
  found(entry: Entry): Readonly<Record<string, string>>
  /** How it is made, or a sentence that says why it cannot be, here and now; undefined where it need not be there. */
  readonly create: Write | string | undefined
  /** How an entry that is there becomes as it should be, request after request; or why it cannot. */
  change(entry: Entry): readonly Write[] | string
}

/** The entries of a list within an entry; of anything else none. */
export function listOf(value: unknown): readonly Entry[] {
  return Array.isArray(value) ? value.filter(isEntry) : []
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null
}
