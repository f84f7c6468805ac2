import {text} from 'node:stream/consumers'
import {Args} from '@oclif/core'
import {HiveCommand} from '../command.ts'
import {parseImageMirror, registryMirrorUrl} from '../docker/image-mirror.ts'
import {parseNoProxy} from '../proxy/exceptions/given.ts'
import {checkValidity} from '../site/authority.ts'
import {readExtraAuthorities} from '../site/extra-authorities.ts'
import {type StoredVariable, setVariable} from '../variables/set-variable.ts'

export default class SetVariable extends HiveCommand {
  static override summary = 'Store a variable for later commands.'
  static override description =
    'An empty value takes back what was set. "-" is read from standard input, so that a secret is in no process list.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> stage staging',
    '<%= config.bin %> --stage production <%= command.id %> http_proxy proxy.example.com:3128',
    '<%= config.bin %> <%= command.id %> aws_secret_access_key - < key',
  ]
  static override args = {
    name: Args.string({ignoreStdin: true, required: true, description: 'Name of the variable.'}),
    value: Args.string({ignoreStdin: true, required: true, description: 'Its value, or "-".'}),
  }

  async run(): Promise<StoredVariable> {
    const {args, flags} = await this.parse(SetVariable)
    const {root_dir: rootDirectory, stage} = await this.settings(flags)
    const value = args.value === '-' ? (await text(process.stdin)).replace(/\r?\n$/, '') : args.value
    if (value !== '') await checks[args.name]?.(value, rootDirectory)
    const stored = await setVariable({rootDirectory, stage, name: args.name, value})
    this.log(`${stored.name} = ${stored.shown} (${stored.key})`)
    return stored
  }
}

/** By variable, before it is stored: what is no good is told of now, and not in the middle of a phase. */
const checks: Readonly<Record<string, (value: string, rootDirectory: string) => unknown>> = {
  extra_ca: async (file, rootDirectory) => checkValidity(await readExtraAuthorities(rootDirectory, file), new Date()),
  no_proxy: parseNoProxy,
  registry_mirror: registryMirrorUrl,
  image_mirror: text => parseImageMirror(text),
}
