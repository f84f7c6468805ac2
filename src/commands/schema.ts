import {Args} from '@oclif/core'
import {HiveCommand} from '../command.ts'
import {inventoryFiles, inventorySchema} from '../query/inventory-schema.ts'

export default class Schema extends HiveCommand {
  static override summary = 'Print the JSON Schema of inventory files, for editors.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> > inventory.schema.json',
    '<%= config.bin %> <%= command.id %> services',
  ]
  static override args = {
    file: Args.string({
      ignoreStdin: true,
      options: [...inventoryFiles],
      default: 'any',
      description: 'Which file; any accepts all of them.',
    }),
  }

  async run(): Promise<object> {
    const {args} = await this.parse(Schema)
    const schema = inventorySchema(args.file)
    this.log(JSON.stringify(schema, null, 2))
    return schema
  }
}
