import {describe, expect, it} from 'vitest'
import {findVariable} from '../../src/variables/find.ts'
import {variables} from '../../src/variables/table.ts'

const own = ['apt_check_valid_until', 'context_store', 'extra_ca', 'image_mirror', 'no_proxy']

describe('the table of variables', () => {
  it('has the 58 variables of hive-builder, each once, and our own', () => {
    const names = variables.map(({name}) => name).filter(name => !own.includes(name))
    expect([names.length, new Set(names).size]).toEqual([58, 58])
  })

  it('refers to known variables only in its defaults', () => {
    const names = variables.map(({name}) => name)
    const defaults = variables.map(variable => variable.default).filter(value => typeof value === 'string')
    const references = defaults.flatMap(text => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]))
    expect(references.filter(name => name !== 'install_dir' && !names.includes(name ?? ''))).toEqual([])
  })

  it('suggests the nearest name for one it does not have', () => {
    expect(() => findVariable('http_porxy')).toThrowError(
      expect.objectContaining({
        code: 'VARIABLE_INVALID',
        message: 'There is no variable named "http_porxy".',
        suggestions: ['Did you mean http_proxy?'],
      }),
    )
  })

  it('suggests nothing for a name that is like no other', () => {
    expect(() => findVariable('qqqqqqqqqqqq')).toThrowError(expect.objectContaining({suggestions: []}))
  })
})
