import {HiveCommand} from '@hive-ci/cli'
import {Args, Flags} from '@oclif/core'
import {importCache} from '../../import.ts'
import {upLines} from '../../lines.ts'
import type {UpReport} from '../../up.ts'
import {portFlag, setFlag, storeUse} from '../../use.ts'

export default class OfflineImport extends HiveCommand {
  static override summary = 'Start a frozen offline cache from a file that hive offline export wrote.'
  static override description =
    'Needs no internet. Every checksum is compared before anything is touched. The cache gets an authority of its own here, which hosts have to trust.'
  static override examples = ['<%= config.bin %> <%= command.id %> shop.tar.zst --set']
  static override args = {file: Args.string({required: true, ignoreStdin: true, description: 'The file.'})}
  static override flags = {
    port: portFlag,
    set: setFlag,
    replace: Flags.boolean({summary: 'Remove what the cache of this stage holds now.'}),
  }

  async run(): Promise<UpReport> {
    const {args, flags} = await this.parse(OfflineImport)
    const {port, set, replace} = flags
    const wish = {file: args.file, replace, ...(port !== undefined && {port})}
    const report = await this.session(flags, session => importCache(session, wish))
    if (set) await storeUse(await this.settings(flags), report)
    for (const line of upLines(report, set)) this.log(line)
    return report
  }
}
