import {HiveCommand} from '../command.ts'
import {type InitResult, initProject} from '../project/init-project.ts'

export default class Init extends HiveCommand {
  static override summary = "Make the directory for a project's state."
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> --root-dir shop <%= command.id %>',
  ]

  async run(): Promise<InitResult> {
    const {flags} = await this.parse(Init)
    const {root_dir: rootDirectory} = await this.settings(flags)
    const result = await initProject(rootDirectory)
    this.log(`${result.directory} ${result.created ? 'was made' : 'is there already'}.`)
    return result
  }
}
