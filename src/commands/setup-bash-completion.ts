import {HiveCommand} from '../command.ts'
import {installBashCompletion} from '../completion/install.ts'

export default class SetupBashCompletion extends HiveCommand {
  static override summary = 'Install completion for bash, for this user.'
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<{readonly file: string}> {
    await this.parse(SetupBashCompletion)
    const file = await installBashCompletion(process.env)
    this.log(`${file} was written. Shells opened from now on complete hive commands.`)
    return {file}
  }
}
