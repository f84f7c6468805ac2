import {Args} from '@oclif/core'
import {HiveCommand} from '../command.ts'
import {completionScripts} from '../completion/script.ts'

export default class Completion extends HiveCommand {
  static override summary = 'Print the completion script of a shell.'
  static override examples = [
    'source <(<%= config.bin %> <%= command.id %> bash)',
    '<%= config.bin %> <%= command.id %> fish > ~/.config/fish/completions/hive.fish',
  ]
  static override enableJsonFlag = false
  static override args = {
    shell: Args.string({
      ignoreStdin: true,
      options: Object.keys(completionScripts),
      required: true,
      description: 'Name of the shell.',
    }),
  }

  async run(): Promise<void> {
    const {args} = await this.parse(Completion)
    this.log(completionScripts[args.shell]?.trimEnd())
  }
}
