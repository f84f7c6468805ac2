import type {Resource} from '../resource/resource.ts'
import type {Shell} from '../shell/sh.ts'

/** A role's resources for one host, in order. */
export interface Section {
  readonly role: string
  readonly resources: readonly Resource[]
}

/** What a program's events are about: the role and resource at one place of it. */
export interface Step {
  readonly role: string
  readonly id: string
  readonly needsReconnect: boolean
  /** What is guarded while it is changed. */
  readonly guard?: string
}

/** One host's work of a phase: a whole POSIX sh program, sent on the standard input of one exec. */
export interface Program {
  readonly shell: Shell
  /** In the order the program goes through them. */
  readonly steps: readonly Step[]
  readonly checkMode: boolean
  readonly guard: GuardPlace
}

/** Where the host keeps what it would put back, and how long the mother has to confirm. */
export interface GuardPlace {
  readonly stateDirectory: string
  readonly runtimeDirectory: string
  readonly seconds: number
}
