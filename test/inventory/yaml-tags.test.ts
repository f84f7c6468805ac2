import {describe, expect, it} from 'vitest'
import {SourceFile} from '../../src/inventory/source-file.ts'
import {VaultText} from '../../src/inventory/vault-text.ts'
import {Float, Unsafe} from '../../src/template/context.ts'

const read = (text: string): unknown => new SourceFile('a.yml', text).value

describe('plain scalars', () => {
  // What PyYAML 6 makes of each.
  it.each([
    ['yes', true],
    ['On', true],
    ['no', false],
    ['OFF', false],
    ['y', 'y'],
    ['n', 'n'],
    ['tRUE', 'tRUE'],
    ['~', null],
    ['Null', null],
    ['12', 12],
    ['-7', -7],
    ['+7', 7],
    ['1_000', 1000],
    ['010', 8],
    ['08', '08'],
    ['0x1F', 31],
    ['0b101', 5],
    ['0o17', '0o17'],
    ['53:53', 3233],
    ['12:30:45', 45_045],
    ['8080:80', '8080:80'],
    ['08:30', '08:30'],
    ['1.5', 1.5],
    ['1e3', '1e3'],
    ['1.5e+3', new Float(1500)],
    ['1.5e3', '1.5e3'],
    ['.5', 0.5],
    ['1.', new Float(1)],
    ['2.0', new Float(2)],
    ['.inf', Number.POSITIVE_INFINITY],
    ['2020-01-02', '2020-01-02'],
    ['1.2.3', '1.2.3'],
    ['!unsafe "{{ a }}"', new Unsafe('{{ a }}')],
    ['!vault abc', new VaultText('abc')],
  ])('%s is read as Ansible reads it', (text, expected) => {
    expect(read(`a: ${text}\n`)).toEqual({a: expected})
  })
})

describe('a file', () => {
  it('may begin with a byte order mark and have Windows line ends', () => {
    expect(read('\uFEFFa: 1\r\nb:\r\n- x\r\n')).toEqual({a: 1, b: ['x']})
  })

  it('may use anchors and merge keys, whose values are found where they were written', () => {
    const file = new SourceFile('a.yml', 'x: &x\n  image: nginx\n  user: me\nweb:\n  <<: *x\n  user: you\nsame: *x\n')
    expect(file.value).toEqual({
      x: {image: 'nginx', user: 'me'},
      web: {image: 'nginx', user: 'you'},
      same: {image: 'nginx', user: 'me'},
    })
    const places = [
      ['web', 'image'],
      ['web', 'user'],
      ['same', 'user'],
      ['web', 'missing'],
    ].map(path => file.locate(path))
    expect(places).toEqual([
      {file: 'a.yml', line: 2, column: 10},
      {file: 'a.yml', line: 6, column: 9},
      {file: 'a.yml', line: 3, column: 9},
      {file: 'a.yml', line: 5, column: 3},
    ])
  })

  it('is refused in plain words when it is nested without end', () => {
    const file = new SourceFile('a.yml', `a: ${'['.repeat(20_000)}`)
    expect(file.problems.length).toBeGreaterThan(0)
  })
})
