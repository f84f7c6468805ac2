import {Args} from '@oclif/core'
import {HiveCommand} from '../command.ts'
import {exitCodes} from '../error.ts'
import {lockFlags} from '../flags.ts'
import {applyPlan} from '../plan/apply-plan.ts'
import {readPlanFile} from '../plan/plan-file.ts'
import type {PhaseReport} from '../reporter/event.ts'

export interface ApplyResult {
  readonly phases: readonly PhaseReport[]
}

export default class Apply extends HiveCommand {
  static override summary = 'Run a plan that was saved, unless the stage or the inventory moved since.'
  static override description =
    `What was approved is what runs: the phases the plan looked at, if they would still do the same. A stage that was never
built, where only the first of them can be looked at, is built to its end.
Otherwise nothing is changed, what moved is listed, and the exit status is 1.`
  static override examples = ['<%= config.bin %> --stage production <%= command.id %> production.plan']
  static override args = {
    file: Args.string({ignoreStdin: true, description: 'a file written by hive plan --out', required: true}),
  }
  static override flags = lockFlags

  async run(): Promise<ApplyResult> {
    const {args, flags} = await this.parse(Apply)
    const plan = await readPlanFile(args.file)
    const request = {
      breakLock: flags['break-lock'],
      lockTimeout: flags['lock-timeout'],
      holder: await this.holder(),
    }
    const phases = await this.session(flags, session => applyPlan(session, plan, request))
    if (phases.some(report => report.outcome === 'failed')) process.exitCode = exitCodes.failed
    return {phases}
  }
}
