import {Flags} from '@oclif/core'
import {HiveCommand} from '../command.ts'
import {loadPhase} from '../phases/index.ts'
import {planPhases} from '../phases/plan-phases.ts'
import {type SiteStatus, siteStatus} from '../query/site-status.ts'
import {statusLines} from '../query/status-lines.ts'
import {painter} from '../reporter/paint.ts'

export default class Status extends HiveCommand {
  static override summary = 'Show how the stage stands: hosts, phases, services, images.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --drift --json',
  ]
  static override flags = {
    drift: Flags.boolean({
      summary: 'Look also whether anything differs from the inventory (every phase in check mode).',
    }),
  }

  async run(): Promise<SiteStatus> {
    const {flags} = await this.parse(Status)
    const status = await this.session({...flags, 'check-mode': true}, async session => {
      const drift = flags.drift ? await planPhases(session, loadPhase) : undefined
      return {...(await siteStatus(session)), ...(drift && {drift})}
    })
    for (const line of statusLines(status, painter(process.stdout), process.stdout.columns ?? 120)) this.log(line)
    return status
  }
}
