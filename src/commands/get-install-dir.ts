import {HiveCommand} from '../command.ts'

export default class GetInstallDir extends HiveCommand {
  static override summary = 'Print the directory hive is installed in.'
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<{readonly directory: string}> {
    await this.parse(GetInstallDir)
    this.log(this.config.root)
    return {directory: this.config.root}
  }
}
