import {HiveCommand} from '../command.ts'

export default class ListHosts extends HiveCommand {
  static override summary = 'Print the names of the servers of the stage.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> --stage staging <%= command.id %>',
  ]

  async run(): Promise<readonly string[]> {
    const {flags} = await this.parse(ListHosts)
    const site = await this.site(flags)
    const names = site.hosts.map(host => host.name)
    this.log(names.join(' '))
    return names
  }
}
