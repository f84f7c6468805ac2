import type {Client} from '../api/client.ts'
import {contextKeyFinding} from './context-key.ts'
import {environmentFinding} from './environment.ts'
import {protectionFinding} from './protection.ts'
import {resourceGroupFinding} from './resource-group.ts'
import {scheduleFinding} from './schedule.ts'
import {settingsOf} from './settings.ts'
import type {SetupStep, SetupWish} from './step.ts'

export interface SetupPlan {
  readonly steps: readonly SetupStep[]
  /** What cannot be set up, here or yet; whole sentences. */
  readonly notices: readonly string[]
}

/** Looks at the settings hive's pipelines need of a project and plans what is missing. Throws `GitlabFailure`. */
export async function planSetup(client: Client, wish: SetupWish): Promise<SetupPlan> {
  const settings = settingsOf(client)
  const findings = await Promise.all([
    environmentFinding(settings, wish),
    protectionFinding(settings, wish),
    contextKeyFinding(settings, wish),
    resourceGroupFinding(settings, wish),
    scheduleFinding(settings),
  ])
  return {
    steps: findings.flatMap(finding => (finding && 'step' in finding ? [finding.step] : [])),
    notices: findings.flatMap(finding => (finding && 'notice' in finding ? [finding.notice] : [])),
  }
}
