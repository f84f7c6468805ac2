import type {Command, Interfaces} from '@oclif/core'
import type {OptionShape, Surface} from './argv.ts'
import {globalFlags} from './flags.ts'

/** The command line hive offers, as the plugins that are installed make it. */
export function surfaceOf(config: Pick<Interfaces.Config, 'commands'>): Surface {
  return {
    globals: [...optionShapes(globalFlags), {name: 'json', takesValue: false, aliases: []}],
    commands: new Map(config.commands.map(({id, flags}) => [id, optionShapes(flags)])),
  }
}

type Flags = Readonly<
  Record<string, Pick<Command.Flag.Any, 'type' | 'char' | 'aliases'> & {readonly options?: readonly string[]}>
>

function optionShapes(flags: Flags): OptionShape[] {
  return Object.entries(flags).map(([name, {type, char, aliases = [], options}]) => ({
    name,
    takesValue: type === 'option',
    aliases,
    ...(char === undefined ? {} : {char}),
    ...(options === undefined ? {} : {values: options}),
  }))
}
