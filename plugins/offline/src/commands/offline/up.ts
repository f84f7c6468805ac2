import {HiveCommand, setVariable} from '@hive-ci/cli'
import {Flags} from '@oclif/core'
import {upLines} from '../../lines.ts'
import {raiseCache, type UpReport} from '../../up.ts'

export default class OfflineUp extends HiveCommand {
  static override summary = 'Start the offline cache of the stage; it records until it is frozen.'
  static override description =
    'It is a container on the Docker engine of this machine, and comes back when the machine starts. Run it again after the inventory names images of another registry.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --set',
    '<%= config.bin %> <%= command.id %> --upstream proxy.corp.example:3128',
  ]
  static override flags = {
    port: Flags.integer({summary: 'Port of the loopback it listens on (13128).', min: 1, max: 65_535}),
    upstream: Flags.string({
      summary: 'HOST:PORT of the proxy the cache itself has to go through; "" for none any more.',
    }),
    set: Flags.boolean({summary: 'Store http_proxy and extra_ca, so that the stage uses it.'}),
  }

  async run(): Promise<UpReport> {
    const {flags} = await this.parse(OfflineUp)
    const {port, upstream, set} = flags
    const wish = {...(port !== undefined && {port}), ...(upstream !== undefined && {upstream})}
    const report = await this.session(flags, session => raiseCache(session, wish))
    if (set) {
      const {root_dir: rootDirectory, stage} = await this.settings(flags)
      await setVariable({rootDirectory, stage, name: 'http_proxy', value: report.proxy})
      await setVariable({rootDirectory, stage, name: 'extra_ca', value: report.certificate})
    }
    for (const line of upLines(report, set)) this.log(line)
    return report
  }
}
