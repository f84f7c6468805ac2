import {describe, expect, it} from 'vitest'
import {mentionedVariables, mentions} from '../../src/image/mentioned-variables.ts'
import {makeImage} from '../support/image.ts'
import {makeService} from '../support/service.ts'
import {makeSite} from '../support/site.ts'

const site = {
  ...makeSite({rootDirectory: '/project', contextDirectory: '/project/.hive/private'}),
  services: [
    makeService('web', {variables: {port: 80, secret_path: '/project/.hive/private/secret', hive_phase: 'x'}}),
    makeService('db', {variables: {password: 'one'}}),
  ],
}
const image = makeImage('web', {variables: {theme: 'dark', port: 8080}})

describe('mentions', () => {
  it.each([
    ['a name between other characters', "hostvars['db']", 'db', true],
    ['no part of a longer name', 'mydb db2 db_x', 'db', false],
    ['a name behind a part of a longer one', 'dbx db', 'db', true],
  ])('finds %s', (_title, text, name, expected) => {
    expect(mentions(text, name)).toBe(expected)
  })
})

describe('mentionedVariables', () => {
  it('finds those of the image and its service, and none that the roles do not name', () => {
    expect(mentionedVariables('{{ theme }} {{ port }}', image, site)).toEqual({
      'image_web theme': '"dark"',
      'image_web port': '8080',
      'web port': '80',
    })
  })

  it('finds those of another object only when the roles name it', () => {
    expect(mentionedVariables('{{ password }}', image, site)).toEqual({})
    expect(mentionedVariables("{{ hostvars['db'].password }}", image, site)).toEqual({'db password': '"one"'})
  })

  it('replaces paths of this machine, and leaves out what differs from run to run', () => {
    expect(mentionedVariables('{{ secret_path }} {{ hive_phase }}', image, site)).toEqual({
      'web secret_path': '"<0>/secret"',
    })
  })
})
