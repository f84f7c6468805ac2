import {describe, expect, test} from 'vitest'
import type {OptionShape, Surface} from '../../src/argv.ts'
import {wanted} from '../../src/completion/wanted.ts'

const stage: OptionShape = {name: 'stage', char: 's', takesValue: true, aliases: [], values: ['private', 'staging']}
const verbose: OptionShape = {name: 'verbose', char: 'v', takesValue: false, aliases: []}
const limit: OptionShape = {name: 'limit-target', char: 'l', takesValue: true, aliases: ['limit']}
const root: OptionShape = {name: 'root-dir', char: 'r', takesValue: true, aliases: []}
const globals = [stage, verbose, root]

const surface: Surface = {
  globals,
  commands: new Map([
    ['build-volumes', [...globals, limit]],
    ['deploy-services', [...globals, limit]],
    ['setup-hosts', [...globals, limit, {name: 'tags', char: 'T', takesValue: true, aliases: []}]],
    ['ssh', [...globals, {name: 'ssh-host', char: 't', takesValue: true, aliases: []}]],
    ['set', globals],
    ['completion', []],
    ['help', []],
  ]),
}

const commands = ['build-volumes', 'deploy-services', 'setup-hosts', 'ssh', 'set', 'completion', 'help']

describe('completion', () => {
  test.for([
    ['offers commands', '', {words: commands, prefix: ''}],
    ['offers commands behind options', '-s staging -v dep', {words: commands, prefix: ''}],
    [
      'offers the options that may stand before a command',
      '--',
      {words: ['--stage', '--verbose', '--root-dir'], prefix: ''},
    ],
    [
      'offers the options of a command',
      'ssh --ss',
      {words: ['--stage', '--verbose', '--root-dir', '--ssh-host'], prefix: ''},
    ],
    ['offers the values of an option', 'ssh -s ', {words: ['private', 'staging'], prefix: ''}],
    [
      'offers the values of an option behind an equals sign',
      'ssh --stage=',
      {words: ['private', 'staging'], prefix: '--stage='},
    ],
    ['offers nothing where a directory may stand, so that the shell does', 'ssh -r ', {words: [], prefix: ''}],
    ['asks for hosts', 'ssh -t p-', {words: [], names: 'hosts', prefix: ''}],
    ['asks for roles', 'setup-hosts --tags base,do', {words: [], names: 'roles', prefix: 'base,'}],
    [
      'asks for what --limit-target of the command names: hosts',
      'setup-hosts -l ',
      {words: [], names: 'hosts', prefix: ''},
    ],
    [
      'asks for what --limit-target of the command names: volumes',
      'build-volumes -l ',
      {words: [], names: 'volumes', prefix: ''},
    ],
    [
      'asks for what --limit-target of the command names: services',
      'deploy-services --limit_target=a,b',
      {words: [], names: 'services', prefix: '--limit_target=a,'},
    ],
    ['asks for variables', 'set ', {words: [], names: 'variables', prefix: ''}],
    ['offers nothing for the value of a variable', 'set stage ', {words: [], prefix: ''}],
    ['offers shells', 'completion ', {words: ['bash', 'zsh', 'fish'], prefix: ''}],
  ] as const)('%s', ([, typed, expected]) => {
    const {given: _, ...offered} = wanted(typed.split(' '), surface)
    expect(offered).toEqual(expected)
  })

  test('remembers the project and the stage the names are asked of', () => {
    const {given} = wanted(['-r', 'shop', 'ssh', '--stage', 'staging', '-t', ''], surface)
    expect([...given]).toEqual([
      ['root-dir', 'shop'],
      ['stage', 'staging'],
    ])
  })
})
