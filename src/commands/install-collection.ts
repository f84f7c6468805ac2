import {HiveCommand} from '../command.ts'
import {type InstalledCollections, installCollections} from '../project/install-collections.ts'

export default class InstallCollection extends HiveCommand {
  static override summary = "Install the Ansible collections hive's connection to containers needs, for this project."
  static override examples = ['<%= config.bin %> <%= command.id %>']

  async run(): Promise<InstalledCollections> {
    const {flags} = await this.parse(InstallCollection)
    const installed = await installCollections(await this.settings(flags))
    this.log(`${installed.collections.join(', ')} are in ${installed.directory}.`)
    return installed
  }
}
