import {HiveCommand} from '@hive-ci/cli'
import {Flags} from '@oclif/core'
import {upLines} from '../../lines.ts'
import {raiseCache, type UpReport} from '../../up.ts'
import {formerProxy, portFlag, setFlag, storeUse} from '../../use.ts'

export default class OfflineUp extends HiveCommand {
  static override summary = 'Start the offline cache of the stage; it records until it is frozen.'
  static override description =
    'It is a container on the Docker engine of this machine, and comes back when the machine starts. Run it again after the inventory names images of another registry.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --set',
    '<%= config.bin %> <%= command.id %> --upstream proxy.corp.example:3128',
  ]
  static override flags = {
    port: portFlag,
    upstream: Flags.string({
      summary: 'HOST:PORT of the proxy the cache itself has to go through; "" for none any more.',
    }),
    set: setFlag,
  }

  async run(): Promise<UpReport> {
    const {flags} = await this.parse(OfflineUp)
    const {port, upstream, set} = flags
    const wish = {...(port !== undefined && {port}), ...(upstream !== undefined && {upstream})}
    const settings = await this.settings(flags)
    const report = await this.session(flags, session => raiseCache(session, wish))
    if (set) await storeUse(settings, report)
    const former = upstream === undefined ? formerProxy(settings, report) : undefined
    for (const line of upLines(report, set, former)) this.log(line)
    return report
  }
}
