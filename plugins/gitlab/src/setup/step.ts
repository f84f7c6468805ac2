import type {Change} from '@hive-ci/cli'

/** Something of a project's settings that is to be changed, and how. */
export interface SetupStep {
  readonly change: Change
  apply(): Promise<void>
}

export interface SetupPlan {
  readonly steps: readonly SetupStep[]
  /** What cannot be set up, here or yet, and what guards instead; whole sentences. */
  readonly notices: readonly string[]
}
