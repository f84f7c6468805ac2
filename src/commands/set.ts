import {Args} from '@oclif/core'
import {HiveCommand} from '../command.ts'
import {checkValidity} from '../site/authority.ts'
import {readExtraAuthorities} from '../site/extra-authorities.ts'
import {type StoredVariable, setVariable} from '../variables/set-variable.ts'

export default class SetVariable extends HiveCommand {
  static override summary = 'Store a variable for later commands.'
  static override description = 'An empty value takes back what was set.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> stage staging',
    '<%= config.bin %> --stage production <%= command.id %> http_proxy proxy.example.com:3128',
  ]
  static override args = {
    name: Args.string({required: true, description: 'Name of the variable.'}),
    value: Args.string({required: true, description: 'Its value.'}),
  }

  async run(): Promise<StoredVariable> {
    const {args, flags} = await this.parse(SetVariable)
    const {root_dir: rootDirectory, stage} = await this.settings(flags)
    if (args.name === 'extra_ca') await checkAuthorities(rootDirectory, args.value)
    const stored = await setVariable({rootDirectory, stage, name: args.name, value: args.value})
    this.log(`${stored.name} = ${stored.shown} (${stored.key})`)
    return stored
  }
}

/** Before it is stored, so that a file that is no good is told of now, and not in the middle of a phase. */
async function checkAuthorities(rootDirectory: string, file: string): Promise<void> {
  checkValidity(await readExtraAuthorities(rootDirectory, file), new Date())
}
