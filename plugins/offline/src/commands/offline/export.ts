import {HiveCommand} from '@hive-ci/cli'
import {Args} from '@oclif/core'
import {type ExportReport, exportCache} from '../../export.ts'
import {size} from '../../lines.ts'

export default class OfflineExport extends HiveCommand {
  static override summary = 'Write the frozen offline cache as one file, to be carried to another site.'
  static override description =
    'A tar with zstd: the image of the cache, all that was recorded, and checksums. Keys and passwords stay here.'
  static override examples = ['<%= config.bin %> <%= command.id %> shop.tar.zst']
  static override args = {file: Args.string({required: true, ignoreStdin: true, description: 'Where to write it.'})}

  async run(): Promise<ExportReport> {
    const {args, flags} = await this.parse(OfflineExport)
    const report = await this.session(flags, session => exportCache(session, args.file))
    this.log(`${report.file}: ${size(report.bytes)}`)
    return report
  }
}
