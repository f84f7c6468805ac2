import type {Change} from '@hive-ci/cli'

/** Something of a project's settings that is to be changed, and how. */
export interface SetupStep {
  readonly change: Change
  apply(): Promise<void>
}

/** What one part of the settings needs: nothing, a change, or a sentence that says why it cannot be set up. */
export type SetupFinding = {readonly step: SetupStep} | {readonly notice: string} | undefined

/** What the settings are to be for. */
export interface SetupWish {
  readonly stage: 'private' | 'staging' | 'production'
  readonly environment: Readonly<Record<string, string | undefined>>
}
