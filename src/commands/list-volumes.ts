import {HiveCommand} from '../command.ts'
import {volumeNames} from '../project/volume-names.ts'

export default class ListVolumes extends HiveCommand {
  static override summary = 'Print the names of the volumes the services of the stage use.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> --stage staging <%= command.id %>',
  ]

  async run(): Promise<readonly string[]> {
    const {flags} = await this.parse(ListVolumes)
    const site = await this.site(flags)
    const names = volumeNames(site)
    this.log(names.join(' '))
    return names
  }
}
