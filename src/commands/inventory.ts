import {Flags} from '@oclif/core'
import {HiveCommand} from '../command.ts'
import type {InventoryList} from '../inventory/list-inventory.ts'
import {listedInventory} from '../query/listed-inventory.ts'
import {type ResolvedInventory, resolvedInventory} from '../site/resolved-inventory.ts'

export default class Inventory extends HiveCommand {
  static override summary = 'Print the inventory as JSON.'
  static override description =
    `As it is written, for all stages, in the shape of ansible-inventory --list; or what every object of
the active stage has when all templates are evaluated. The second shows passwords.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> --list',
    '<%= config.bin %> --stage staging <%= command.id %> --resolved --host web',
  ]
  static override flags = {
    list: Flags.boolean({summary: 'All stages, templates as they are written. The default.', exclusive: ['resolved']}),
    resolved: Flags.boolean({summary: 'The active stage, templates evaluated.'}),
    host: Flags.string({
      summary: 'Only this object: a host, service, image, volume or network.',
      helpValue: 'NAME',
      dependsOn: ['resolved'],
    }),
  }

  async run(): Promise<InventoryList | ResolvedInventory> {
    const {flags} = await this.parse(Inventory)
    const inventory = flags.resolved
      ? resolvedInventory(await this.site(flags), flags.host)
      : await listedInventory(await this.settings(flags), this.runHook)
    this.log(JSON.stringify(inventory, null, 4))
    return inventory
  }
}
