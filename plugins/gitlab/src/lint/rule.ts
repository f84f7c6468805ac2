import type {Include} from '../pipeline/include.ts'
import type {Job} from '../pipeline/job.ts'
import type {MapNode, Place} from '../pipeline/node.ts'
import type {Situation} from '../pipeline/situation.ts'

/** A pipeline of one kind, as rules look at it. */
export interface View {
  readonly situation: Situation
  readonly root: MapNode
  readonly jobs: readonly Job[]
  readonly includes: readonly Include[]
}

/** What a rule has against a line: one or more whole sentences. */
export interface Objection {
  readonly place: Place
  readonly message: string
}

/** Something GitLab accepts and nobody wants. */
export interface Rule {
  readonly name: string
  readonly check: (view: View) => readonly Objection[]
}
