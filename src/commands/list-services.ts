import {HiveCommand} from '../command.ts'

export default class ListServices extends HiveCommand {
  static override summary = 'Print the names of the services of the stage.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> --stage staging <%= command.id %>',
  ]

  async run(): Promise<readonly string[]> {
    const {flags} = await this.parse(ListServices)
    const site = await this.site(flags)
    const names = site.services.map(service => service.name)
    this.log(names.join(' '))
    return names
  }
}
