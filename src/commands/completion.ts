import {Args} from '@oclif/core'
import {HiveCommand} from '../command.ts'
import {completionScript, shells} from '../completion/script.ts'

export default class Completion extends HiveCommand {
  static override summary = 'Print the completion script of a shell.'
  static override examples = [
    'source <(<%= config.bin %> <%= command.id %> bash)',
    '<%= config.bin %> <%= command.id %> fish > ~/.config/fish/completions/hive.fish',
  ]
  static override enableJsonFlag = false
  static override args = {
    shell: Args.custom<(typeof shells)[number]>({
      options: [...shells],
      required: true,
      description: 'Name of the shell.',
    })(),
  }

  async run(): Promise<void> {
    const {args} = await this.parse(Completion)
    this.log(completionScript(args.shell).trimEnd())
  }
}
