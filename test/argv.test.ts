import {describe, expect, test} from 'vitest'
import {normalizeArgv, type OptionShape, type Surface} from '../src/argv.ts'
import {HiveError} from '../src/error.ts'

const globals: readonly OptionShape[] = [
  {name: 'root-dir', char: 'r', takesValue: true, aliases: []},
  {name: 'stage', char: 's', takesValue: true, aliases: []},
  {name: 'verbose', char: 'v', takesValue: false, aliases: []},
]
const limit: OptionShape = {name: 'limit-target', char: 'l', takesValue: true, aliases: ['limit']}
const limitServer: OptionShape = {name: 'limit-server', char: 'x', takesValue: true, aliases: []}
const check: OptionShape = {name: 'check-mode', char: 'C', takesValue: false, aliases: []}
const zabbix: OptionShape = {name: 'forward-zabbix', char: 'z', takesValue: false, aliases: ['foward-zabbix']}
const zabbixPort: OptionShape = {
  name: 'forward-zabbix-port',
  char: 'Z',
  takesValue: true,
  aliases: ['foward-zabbix-port'],
}

const surface: Surface = {
  globals,
  commands: new Map([
    ['build-infra', [...globals, limit, check]],
    ['build-volumes', [...globals, limit, limitServer]],
    ['ssh', [...globals, zabbix, zabbixPort]],
    ['set', globals],
    ['mirror:sync', [...globals, check]],
  ]),
}

describe('a command line', () => {
  test.for([
    ['stays as it is when oclif understands it', 'build-infra -C -l web', 'build-infra -C -l web'],
    ['may have options before the command', '-s staging build-infra', 'build-infra -s staging'],
    ['may have joined short options before the command', '-vsstaging build-infra', 'build-infra -vsstaging'],
    ['may have the value of joined short options apart', '-vs staging build-infra', 'build-infra -vs staging'],
    ['may have options on both sides', '-s staging build-infra -C', 'build-infra -s staging -C'],
    ['may have underscores', '--root_dir /x build-infra --check_mode', 'build-infra --root-dir /x --check-mode'],
    ['keeps underscores in values', 'build-infra --limit_target=a_b', 'build-infra --limit-target=a_b'],
    [
      'keeps a value that looks like an option',
      'build-infra --limit_target --check',
      'build-infra --limit-target --check',
    ],
    ['may have abbreviations', '--stag=staging build-infra --che', 'build-infra --stage=staging --check-mode'],
    ['may use an alias', 'build-volumes --limit a', 'build-volumes --limit-target a'],
    ['prefers an exact name to longer ones', 'ssh --foward_zabbix', 'ssh --forward-zabbix'],
    ['completes aliases', 'ssh --foward_zabbix_p 1', 'ssh --forward-zabbix-port 1'],
    ['may hold a value that is the name of a command', '-r set build-infra', 'build-infra -r set'],
    ['keeps all behind two dashes', 'ssh -- ls --no_such -q', 'ssh -- ls --no_such -q'],
    ['may name a command of two words', '-v mirror sync -C', 'mirror sync -v -C'],
    ['may ask for help', 'build-infra --help', 'build-infra --help'],
    ['may ask for the version', '--version', '--version'],
    ['may be empty', '', ''],
  ] as const)('%s', ([, typed, expected]) => {
    expect(normalizeArgv(typed.split(' ').filter(Boolean), surface).join(' ')).toBe(expected)
  })

  test.for([
    [
      'a mistyped command',
      'build-infa',
      'Unknown command "build-infa". Did you mean build-infra? Run "hive --help" for the list.',
    ],
    ['a strange command', 'frobnicate', 'Unknown command "frobnicate". Run "hive --help" for the list.'],
    ['no command', '-s staging', 'No command was given. Run "hive --help" for the list.'],
    [
      'a mistyped option',
      'build-infra --chekc-mode',
      '"hive build-infra" has no option --chekc-mode. Did you mean --check-mode? Run "hive build-infra --help" for the list.',
    ],
    ['an option of another command', 'set -C', '"hive set" has no option -C. Run "hive set --help" for the list.'],
    ['an option of a command before it', '-C build-infra', '"hive" has no option -C. Run "hive --help" for the list.'],
    [
      'an ambiguous abbreviation',
      'build-volumes --limit-',
      'Option --limit- of "hive build-volumes" is ambiguous: it could be --limit-target, --limit-server.',
    ],
  ] as const)('with %s is refused', ([, typed, message]) => {
    expect(() => normalizeArgv(typed.split(' '), surface)).toThrow(new HiveError('USAGE', message))
  })
})
